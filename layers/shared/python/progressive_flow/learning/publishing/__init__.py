"""Publishing: what is checked before, what goes live when, and what was published."""
