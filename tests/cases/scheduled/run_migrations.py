"""The copy has the newest schema."""

from tests.support.cases import JobCase

CASE = JobCase(idle="every migration is applied")
