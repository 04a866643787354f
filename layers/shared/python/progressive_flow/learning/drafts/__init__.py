"""Drafts of challenges as learners will see them, and as they will be graded."""
