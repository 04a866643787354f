"""What administrators type outlives the erasure of whom it is about, so that it may not hold an address."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from progressive_flow.kernel.declarations import registry
from tests.support.clients import example

KEPT = ("reason", "reference")


def typed_texts() -> list[tuple[str, type[BaseModel], str]]:
    """Return each field of an administrator's request whose text the ledger or the audit log keeps."""
    bodies = {
        endpoint.route.name: endpoint.binding.body[1] for endpoint in registry.endpoints() if endpoint.binding.body
    }
    return [(route, model, field) for route, model in bodies.items() for field in KEPT if field in model.model_fields]


def test_there_are_such_texts() -> None:
    assert {(route, field) for route, _, field in typed_texts()} >= {
        ("correct_xp", "reason"),
        ("correct_xp", "reference"),
        ("grant_unlocks", "reason"),
    }


@pytest.mark.parametrize(("route", "model", "field"), typed_texts())
@pytest.mark.parametrize(
    "text", ["ada@example.com", "asked by ada@example", "ada\uff20example.com", "ada\ufe6bexample.com"]
)
def test_an_address_is_refused(route: str, model: type[BaseModel], field: str, text: str) -> None:
    body: dict[str, Any] = example(route)
    assert model.model_validate(body)
    with pytest.raises(ValidationError) as refusal:
        model.model_validate({**body, field: text})
    assert [error["loc"] for error in refusal.value.errors()] == [(field,)]
