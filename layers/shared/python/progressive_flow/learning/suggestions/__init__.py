"""Suggested changes: searched for when a learner asks, and charged as a hint is."""
