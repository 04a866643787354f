"""Whatever statements of SQL do, they end within their limits, as they should, and the next ones know nothing of them."""

import pytest

from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.sealed.programs import run_sql
from progressive_flow.grading.code.sealed.results import SqlRun
from tests.unit.grading.code.programs.hostile_statements import HOSTILE_STATEMENTS, HostileStatement
from tests.unit.grading.code.programs.test_sql_runs import ROWS, SCHEMA

FUEL = 1_000_000_000
PROBE = "select count(*) from people"


def run(images: Images, text: str) -> SqlRun:
    return run_sql(images, SCHEMA, ROWS, text, [PROBE], FUEL)


@pytest.mark.parametrize("hostile", HOSTILE_STATEMENTS, ids=lambda hostile: hostile.name)
def test_hostile_statements_end_and_the_next_are_as_ever(images: Images, hostile: HostileStatement) -> None:
    usual = run(images, "select name from people")
    try:
        done = run(images, hostile.text)
        ending = done.failure and done.failure.message
    except ExhaustedError as error:
        ending = error.limit
    assert (ending is None) == (hostile.ending is None), ending
    assert (hostile.ending or "") in (ending or "")
    assert run(images, "select name from people") == usual


def test_there_are_many_and_each_has_a_name_of_its_own() -> None:
    assert len({hostile.name for hostile in HOSTILE_STATEMENTS}) == len(HOSTILE_STATEMENTS) >= 40
