"""Streaks have ended, and dashboards say so."""

from datetime import timedelta

from tests.support.cases import EVENING, JobCase

CASE = JobCase(due=EVENING + timedelta(days=10))
