"""Scheduled work that spans domains."""
