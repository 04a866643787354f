"""Events of the platform are taken without moto, and nothing else is."""

import json
from typing import Any

import pytest

from progressive_flow_local.aws.publications import accepted
from progressive_flow_local.aws.stores import EVENT_BUS
from progressive_flow_local.aws.wire import Call

ENTRY = {"Source": "progressive-flow", "DetailType": "task.queued", "Detail": "{}", "EventBusName": EVENT_BUS}


def publication(*entries: Any) -> Call:
    """Return a call with these entries."""
    headers = {"X_AMZ_TARGET": "AWSEvents.PutEvents"}
    return Call("POST", "/", "", headers, json.dumps({"Entries": list(entries)}).encode())


def test_each_event_gets_an_id_of_its_own() -> None:
    answer = accepted(publication(ENTRY, ENTRY))
    assert answer
    assert answer.succeeded
    document = json.loads(answer.body)
    assert document["FailedEntryCount"] == 0
    assert len({entry["EventId"] for entry in document["Entries"]}) == 2


@pytest.mark.parametrize(
    "changes",
    [{"EventBusName": "other"}, {"Source": ""}, {"DetailType": None}, {"Detail": "[]"}, {"Detail": "{"}, {"Detail": 7}],
)
def test_what_is_not_an_event_of_the_platform_is_left_to_moto(changes: dict[str, Any]) -> None:
    assert accepted(publication(ENTRY, {**ENTRY, **changes})) is None


def test_a_call_without_events_is_left_to_moto() -> None:
    assert accepted(publication()) is None
