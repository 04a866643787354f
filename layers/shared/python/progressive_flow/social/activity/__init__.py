"""A learner's recent activity."""
