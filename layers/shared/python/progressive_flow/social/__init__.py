"""Notifications and activity of learners."""
