"""The catalogue: tracks, modules, lessons, challenges and levels."""
