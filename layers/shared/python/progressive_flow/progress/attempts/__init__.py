"""Attempts and unlocking."""
