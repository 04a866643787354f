"""GET /v1/admin/completion-statistics."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import EMPTY
from tests.support.learning import admit, attempts_path, pass_level

PATH = "/v1/admin/completion-statistics"


@pytest.fixture
def figures(api: Api, administrator: Caller) -> Callable[[str], dict[str, Any]]:
    """Returns what is said of a track or challenge."""

    def read(slug: str) -> dict[str, Any]:
        items = api.get(PATH, administrator).json()["items"]
        return next(row for row in items if row["slug"] == slug)

    return read


@pytest.mark.usefixtures("fresh_database")
def test_it_counts_and_averages_over_those_who_began(api: Api, figures: Callable[[str], dict[str, Any]]) -> None:
    first, second, third = (admit(api, new_caller(), "url-shortener") for _ in range(3))
    pass_level(api, first)
    pass_level(api, first, level=2)
    api.post(attempts_path(), second, json={"kind": "system_design", "design": EMPTY})
    api.request("PUT", "/v1/tracks/systems/enrollment", third)
    challenge = figures("url-shortener")
    assert (challenge["kind"], challenge["started"], challenge["completed"]) == ("challenge", 2, 0)
    assert (challenge["average_attempts"], challenge["average_best_score"]) == (1.5, 50)
    assert (challenge["enrolled"], challenge["average_percentage"]) == (None, None)
    track = figures("systems")
    assert (track["kind"], track["started"], track["completed"], track["enrolled"]) == ("track", 2, 0, 1)
    assert (track["average_percentage"], track["average_attempts"]) == (0, None)


@pytest.mark.usefixtures("fresh_database")
def test_what_nobody_touched_is_there_too(api: Api, administrator: Caller, superuser: psycopg.Connection) -> None:
    items = api.get(PATH, administrator).json()["items"]
    kinds = [row["kind"] for row in items]
    assert kinds == ["track"] * 4 + ["challenge"] * kinds.count("challenge")
    assert kinds.count("challenge") >= 61
    assert {(row["started"], row["completed"]) for row in items} == {(0, 0)}
    assert {row["average_best_score"] for row in items} == {None}


def test_it_is_for_administrators_alone(api: Api, learner: Caller) -> None:
    problem(api.get(PATH, learner), 403, "forbidden")
    problem(api.get(PATH, new_caller("org_admin")), 403, "forbidden")
    assert api.get(PATH).status_code == 401


def test_the_function_itself_refuses_everybody_else(superuser: psycopg.Connection) -> None:
    superuser.execute("set local role application")
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        superuser.execute("select * from analytics.completion_statistics()")
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")
