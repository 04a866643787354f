"""Organizations: who owns content, and who belongs to it."""
