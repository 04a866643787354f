"""Pictures of attempts."""
