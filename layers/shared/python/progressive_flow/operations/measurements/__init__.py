"""Measurements of the database and of what learners do with it."""
