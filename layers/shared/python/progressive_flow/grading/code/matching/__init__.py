"""Compares what was seen with what a check expects."""
