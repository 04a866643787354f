"""Achievements and skills as they are defined."""
