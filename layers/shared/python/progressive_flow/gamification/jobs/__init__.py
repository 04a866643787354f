"""Scheduled work through many learners or boards."""
