"""What a learner sees first."""
