"""Versions of challenges."""
