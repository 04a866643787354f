"""Recommended challenges."""
