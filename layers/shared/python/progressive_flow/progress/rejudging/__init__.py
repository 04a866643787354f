"""Judging stored attempts again."""
