"""The day's challenge."""
