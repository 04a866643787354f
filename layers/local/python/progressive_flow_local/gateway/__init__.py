"""API Gateway's HTTP API on one's own machine: HTTP in, payload 2.0 events out to the handlers, and back."""
