"""What to learn next."""
