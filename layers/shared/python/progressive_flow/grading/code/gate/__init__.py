"""The gate that a code task passes before it is published: right solutions pass, and what only looks like one does not."""
