"""Monthly partitions."""
