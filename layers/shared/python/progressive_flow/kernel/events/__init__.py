"""The outbox and the event bus."""
