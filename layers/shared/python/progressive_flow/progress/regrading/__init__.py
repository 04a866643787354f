"""Grading stored attempts again."""
