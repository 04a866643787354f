"""Diagrams of attempts."""
