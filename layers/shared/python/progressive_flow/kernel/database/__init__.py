"""One PostgreSQL connection per process, and transactions on it."""
