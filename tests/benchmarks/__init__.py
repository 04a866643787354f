"""Measurements against stated floors: `python -m tests.benchmarks`."""
