"""The archive of old partitions."""
