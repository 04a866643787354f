"""XP, levels and boards."""
