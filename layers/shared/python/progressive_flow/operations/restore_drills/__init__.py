"""Restore drills: the newest snapshot is restored to a server of its own, verified and deleted."""
