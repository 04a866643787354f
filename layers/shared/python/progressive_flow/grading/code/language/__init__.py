"""The language of code tasks as models: what authors write is validated by them, with the place of each mistake."""
