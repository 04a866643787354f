"""Which fields a part of a type can have, and how large it can be."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import CATALOGUE
from progressive_flow.grading.system_design.fitting import misfits, takes


def found(kind: str, **fields: Any) -> list[tuple[str, str]]:
    """Return what is said of one part."""
    design = {"schema": "sd-graph/1", "nodes": [{"id": "part", "type": kind, **fields}]}
    return misfits(Design.model_validate(design).nodes)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("load_balancer", "failover", True),
        ("load_balancer", "consistency", "leader"),
        ("app_server", "dedup", True),
        ("app_server", "shards", 8),
        ("database", "ttl_seconds", 60),
        ("cache", "failover", True),
        ("cache", "read_quorum", 2),
        ("coordination", "consistency", "leader"),
        ("object_store", "zones", 3),
        ("cdn", "regions", 2),
        ("client", "zones", 2),
    ],
)
def test_a_field_that_the_type_has_not_is_refused(kind: str, field: str, value: object) -> None:
    ((where, text),) = found(kind, **{field: value})
    assert where == f"0/{field}"
    assert text.startswith(f"'part' is of the type {kind}, which has no {field}: ")
    assert text.endswith(f"Leave {field} out.")


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("database", {"failover": True, "consistency": "quorum", "read_quorum": 1, "write_quorum": 1, "dedup": True}),
        ("cache", {"shards": 8, "zones": 3, "ttl_seconds": 10}),
        ("external", {"dedup": True, "regions": 2}),
        ("object_store", {"dedup": True, "regions": 2, "units": 1000}),
        ("app_server", {"zones": 3, "replicas": 20, "failover": False, "shards": 1}),
    ],
)
def test_what_the_type_has_is_taken(kind: str, fields: dict[str, Any]) -> None:
    assert found(kind, **fields) == []


def test_an_instance_has_a_largest_size() -> None:
    assert found("database", units=32) == []
    text = "'part' has 33 units, and the largest database that can be had has 32: split its data into shards or add replicas."
    assert found("database", units=33) == [("0/units", text)]
    assert found("app_server", units=65)[0][1].endswith("has 64: add replicas.")


def test_the_catalogue_names_what_each_type_takes() -> None:
    assert takes("cache") == ["ttl_seconds", "shards", "zones", "regions"]
    assert takes("client") == []
    assert all(1 <= part.max_units <= 1000 for part in CATALOGUE.values())
