"""The one queue: work that is done after the request that asked for it."""
