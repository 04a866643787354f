"""Designs that learners keep on the server while they draw them."""
