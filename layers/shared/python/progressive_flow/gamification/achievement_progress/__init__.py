"""A learner's achievements and the scheduled award of missing ones."""
