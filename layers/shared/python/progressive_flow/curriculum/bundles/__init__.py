"""Content files of an organization in one zip: an export writes it, and an import reads it."""
