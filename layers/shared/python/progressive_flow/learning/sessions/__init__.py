"""Learning sessions."""
