"""Enrollments in tracks, and progress per track."""
