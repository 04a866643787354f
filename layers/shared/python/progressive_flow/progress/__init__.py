"""What each learner attempted, passed and unlocked."""
