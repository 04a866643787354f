"""Figures for instructors and operators."""
