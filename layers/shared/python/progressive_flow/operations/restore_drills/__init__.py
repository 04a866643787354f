"""Rehearsals of a restore: the newest snapshot on a server of its own, looked at and taken away."""
