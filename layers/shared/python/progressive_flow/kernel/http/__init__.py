"""HTTP: endpoints, their requests and responses, and the limits that apply to them."""
