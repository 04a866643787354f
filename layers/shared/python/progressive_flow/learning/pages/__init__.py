"""Pages as learners read them."""
