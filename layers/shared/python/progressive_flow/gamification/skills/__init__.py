"""The skill tree and points."""
