"""Tasks that are done in isolation: sent on a bus of their own, tried once, answered for by Lambda, retried by the table."""

import uuid
from typing import Any

import boto3
import pytest

from progressive_flow.kernel.declarations.models import LAYERS_ALONE, Capability
from progressive_flow.kernel.json_size import json_bytes
from progressive_flow.kernel.tasks import isolated
from progressive_flow.kernel.tasks.isolated import MAX_ANSWER, isolated_task
from progressive_flow.kernel.tasks.runner import MAX_ISOLATED
from tests.support import isolated_kind, outside_kind
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.isolated_kind import PARENT, answered
from tests.support.outside_kind import deliver, heard
from tests.support.task_kinds import enqueue_kind, minutes_later, requeue, shown


@pytest.fixture(autouse=True)
def kinds(fresh_database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a kind in isolation, and the one that splits into it, be all there are."""
    isolated_kind.registered(monkeypatch)


def sent(learner: Caller, clouds: Clouds, *words: str) -> tuple[uuid.UUID, list[dict[str, Any]]]:
    return outside_kind.sent(learner, clouds, PARENT, *words)


def test_from_the_request_to_the_result(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, events = sent(learner, clouds, "one", "two")
    for event in reversed(events):
        assert event["detail"]["user_id"] is None, "it says nothing of who asked"
        deliver(answered(event))
    deliver(*heard(clouds, "task.queued"))
    done = shown(api, learner, id_)
    assert (done["state"], done["result"]["words"]) == ("done", ["eno", "owt"])


def test_what_is_sent_goes_to_the_bus_of_isolated_functions_alone(
    learner: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto3.client("events", region_name="us-east-1").create_event_bus(Name="another")
    monkeypatch.setenv("ISOLATED_BUS", "another")
    _, events = sent(learner, clouds, "one")
    assert events == [], "nothing is heard on the platform's bus"


def test_an_answer_that_comes_twice_counts_once(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [event] = sent(learner, clouds, "one")
    deliver(answered(event), answered(event))
    [dispatch] = heard(clouds, "task.queued")
    deliver(dispatch, answered(event))
    assert (shown(api, learner, id_)["state"], clouds.heard()) == ("done", [])


def test_an_invocation_that_ends_without_an_answer_is_retried_by_the_minute_job(
    api: Api, learner: Caller, clouds: Clouds
) -> None:
    id_, [event] = sent(learner, clouds, "one")
    payload = event["detail"]["payload"]
    lambdas = {"id": str(uuid.uuid4()), **isolated.unanswered(payload["id"], payload["nonce"])}
    deliver(lambdas)
    assert clouds.heard() == [], "the table retries, and nothing else"
    with minutes_later(1):
        assert requeue()["requeued"] == 1
        deliver(*heard(clouds, "task.queued"))
        [again] = heard(clouds, "task.sent")
        assert again["detail"]["payload"]["nonce"] != payload["nonce"]
        deliver(lambdas, answered(event))
        assert clouds.heard() == [], "nobody waits for the first dispatch any more"
        deliver(answered(again))
        deliver(*heard(clouds, "task.queued"))
    assert shown(api, learner, id_)["result"]["words"] == ["eno"]


def test_what_never_comes_back_is_retried_after_its_lease(api: Api, learner: Caller, clouds: Clouds) -> None:
    """The lease is 15 seconds of work, 60 of way and 5 more."""
    id_, [lost] = sent(learner, clouds, "one")
    with minutes_later(1.3):
        assert requeue()["requeued"] == 0
    with minutes_later(1.4):
        assert requeue()["requeued"] == 1
        deliver(*heard(clouds, "task.queued"))
        late = answered(lost)
        assert late["detail"]["payload"]["problem"]["kind"] == "late", "what could come too late is not begun"
        deliver(late)
        [again] = heard(clouds, "task.sent")
        deliver(answered(again))
        deliver(*heard(clouds, "task.queued"))
    assert shown(api, learner, id_)["state"] == "done"


def test_what_breaks_is_retried_until_no_try_is_left(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [event] = sent(learner, clouds, "break")
    for minutes in (1, 3, 5):
        deliver(answered(event))
        with minutes_later(minutes):
            requeue()
            deliver(*heard(clouds, "task.queued"))
            event = next(iter(heard(clouds, "task.sent")), event)
    failed = shown(api, learner, id_)
    assert (failed["state"], failed["problem"]["kind"]) == ("failed", "unexpected")


@pytest.mark.parametrize(("word", "kind"), [("palindrome", "same"), ("long", "result-too-large")])
def test_what_fails_for_good_ends_the_task(api: Api, learner: Caller, clouds: Clouds, word: str, kind: str) -> None:
    id_, events = sent(learner, clouds, word)
    deliver(*map(answered, events))
    failed = shown(api, learner, id_)
    assert (failed["state"], failed["problem"]["kind"], clouds.heard()) == ("failed", kind, [])


@pytest.mark.parametrize("character", ["a", "é", "\N{GRINNING FACE}", "\\", "\x01"])
def test_the_largest_request_leaves_an_event_bytes_for_its_answer(
    learner: Caller, clouds: Clouds, character: str
) -> None:
    """EventBridge takes 262,144 bytes, and Lambda puts the answer beside the request."""
    count = (MAX_ISOLATED - 100) // json_bytes(character * 1000) * 1000
    _, [event] = sent(learner, clouds, character * count)
    assert MAX_ISOLATED - 10_000 < json_bytes(event) < 262_144 - MAX_ANSWER


def test_what_is_too_large_is_not_sent(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, events = sent(learner, clouds, "a" * MAX_ISOLATED)
    failed = shown(api, learner, id_)
    assert (failed["state"], failed["problem"]["kind"], events) == ("failed", "payload-too-large", [])


def test_a_request_sends_nothing_by_itself(api: Api, learner: Caller, clouds: Clouds) -> None:
    """As code in a function of learners could ask for, with a payload that it made up."""
    queued = enqueue_kind(learner, "reverse", {"word": "one"})
    deliver(*heard(clouds, "task.queued"))
    assert (shown(api, learner, queued.id)["problem"]["kind"], clouds.heard()) == ("forbidden", [])


@pytest.mark.parametrize("capability", sorted(set(Capability) - LAYERS_ALONE))
def test_an_isolated_function_needs_no_way_out(capability: Capability) -> None:
    with pytest.raises(ValueError, match="needs a way out"):
        isolated_task("reverse", capabilities=(capability,))
