"""Loading the content files and the reference definitions."""
