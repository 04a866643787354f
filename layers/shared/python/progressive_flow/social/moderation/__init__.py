"""Moderation: people report what they see, and others decide what becomes of it."""
