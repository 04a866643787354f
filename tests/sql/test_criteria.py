"""The grammar of criteria exists in Python and in SQL, and both agree."""

from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from pydantic import TypeAdapter, ValidationError

from progressive_flow.gamification.achievements.criteria import METRICS, Criteria
from tests.support.scene import one

GRAMMAR: TypeAdapter[Any] = TypeAdapter(Criteria)


@pytest.mark.parametrize("metric", [*METRICS, "luck", ""])
def test_metrics_know_the_same_filters(superuser: psycopg.Connection, metric: str) -> None:
    filters = one(superuser, "select gamification.filters_of_metric(%s)", metric)
    expected = METRICS.get(metric)
    assert (filters is None) is (expected is None)
    assert set(filters or ()) == set(expected or ())


@pytest.mark.parametrize(
    "criteria",
    [
        {"metric": "levels_passed", "threshold": 1},
        {"metric": "levels_passed", "threshold": 1, "filter": {"level": 5}},
        {"metric": "levels_passed", "threshold": 0},
        {"metric": "levels_passed", "threshold": 1.5},
        {"metric": "levels_passed", "threshold": "1"},
        {"metric": "levels_passed"},
        {"metric": "luck", "threshold": 1},
        {"metric": "levels_passed", "threshold": 1, "colour": "red"},
        {"metric": "levels_passed", "threshold": 1, "filter": {}},
        {"metric": "levels_passed", "threshold": 1, "filter": {"level": 1, "track": "systems"}},
        {"metric": "active_days", "threshold": 1, "filter": {"level": 1}},
        {"all": [{"metric": "active_days", "threshold": 1}]},
        {"all": []},
        {"all": [{"metric": "active_days", "threshold": 1}], "any": []},
        {"any": [{"metric": "active_days", "threshold": 1}, {"all": [{"metric": "total_xp", "threshold": 2}]}]},
        {"any": [{"any": [{"metric": "active_days", "threshold": 1}]}]},
        {"any": []},
        {},
    ],
    ids=str,
)
def test_both_accept_the_same_criteria(superuser: psycopg.Connection, criteria: dict[str, Any]) -> None:
    try:
        GRAMMAR.validate_python(criteria)
        accepted = True
    except ValidationError:
        accepted = False
    insert = (
        "insert into gamification.achievements"
        " (organization_id, slug, name, category, criteria, created_at, updated_at)"
        " values (identity.public_organization(), 'probe', 'Probe', 'speed', %s, now(), now())"
    )
    if accepted:
        superuser.execute(insert, [Jsonb(criteria)])
    else:
        with pytest.raises(psycopg.Error) as caught, superuser.transaction():
            superuser.execute(insert, [Jsonb(criteria)])
        assert (caught.value.sqlstate, caught.value.diag.constraint_name) == ("PF422", "invalid-criteria")
