"""Designs as learners submit them, right and wrong."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from progressive_flow.grading.system_design.design import Design

CLIENT = {"id": "c", "type": "client"}
APP = {"id": "app", "type": "app_server"}
DB = {"id": "db", "type": "database"}


def design(nodes: list[Any] | None = None, edges: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "schema": "sd-graph/1",
        "nodes": [CLIENT, APP, DB] if nodes is None else nodes,
        "edges": edges or [],
        **more,
    }


def edge(a: str, b: str) -> dict[str, str]:
    return {"from": a, "to": b}


def error_of(value: object) -> dict[str, Any]:
    """The only error; both ways in must agree on it."""
    with pytest.raises(ValidationError) as caught:
        Design.model_validate(value)
    with pytest.raises(ValidationError) as caught_json:
        Design.model_validate_json(json.dumps(value))
    found, found_json = caught.value.errors(), caught_json.value.errors()
    assert [error["loc"] for error in found] == [error["loc"] for error in found_json]
    assert len(found) == 1
    return dict(found[0])


def chain(count: int) -> list[dict[str, str]]:
    return [{"id": f"n{at}", "type": "app_server"} for at in range(count)]
