"""Learners as administrators see them."""
