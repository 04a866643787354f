"""Grading: what every kind of grader has in common, and the graders."""
