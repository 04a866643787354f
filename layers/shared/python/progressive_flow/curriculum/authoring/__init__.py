"""Content files: read, checked and written to the catalogue."""
