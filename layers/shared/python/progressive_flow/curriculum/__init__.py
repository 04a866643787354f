"""Tracks, modules, lessons, challenges and levels: to read about, and to attempt."""
