"""Nobody of the class has uploaded anything."""

from tests.support.cases import JobCase

CASE = JobCase(idle="nothing was uploaded")
