"""The catalogue as learners read it."""
