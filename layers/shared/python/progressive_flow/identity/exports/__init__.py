"""Exports of everything that is stored about a learner."""
