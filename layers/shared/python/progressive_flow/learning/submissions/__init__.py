"""Submitting designs: attempts, and trials that record nothing."""
