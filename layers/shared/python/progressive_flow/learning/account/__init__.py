"""A learner's own account."""
