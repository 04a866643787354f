"""Plays cheats against all levels: ways to a design that passes although nobody has thought about the system."""
