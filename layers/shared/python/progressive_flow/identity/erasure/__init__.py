"""Erasure of a learner's data."""
