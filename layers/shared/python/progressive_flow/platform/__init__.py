"""What serves every domain: migrations, keys, limits, health."""
