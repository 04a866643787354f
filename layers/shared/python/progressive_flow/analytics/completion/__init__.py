"""Completion statistics."""
