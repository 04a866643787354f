"""What to learn next."""

from progressive_flow.declarations import default_route, endpoints, functions, jobs, load, root

__all__ = ["default_route", "endpoints", "functions", "jobs", "load", "root"]
