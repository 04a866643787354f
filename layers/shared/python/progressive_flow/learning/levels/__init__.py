"""Levels as learners see them before they attempt one."""
