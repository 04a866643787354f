"""Roles and the empty database, before the first migration."""
