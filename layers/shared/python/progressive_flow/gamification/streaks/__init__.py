"""Streaks of active days."""
