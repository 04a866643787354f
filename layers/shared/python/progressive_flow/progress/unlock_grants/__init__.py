"""Challenges that an administrator opens for a learner."""
