"""Records who changed what."""
