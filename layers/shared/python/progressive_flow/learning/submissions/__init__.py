"""Submitting designs: attempts, and drafts that nobody records."""
