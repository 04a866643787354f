"""Submitting designs for the day's challenge."""
