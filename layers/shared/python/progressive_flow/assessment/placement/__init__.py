"""Placement assessments."""
