"""Accounts at the identity provider."""
