"""Hints and their price."""
