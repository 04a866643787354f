"""Tasks that are done outside the network: sent with what they need, answered once, and by their latest dispatch alone."""

import json
import os
import subprocess
import sys
import uuid
from typing import Any

import pytest

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations.models import DATABASE_ROLES, Capability
from progressive_flow.kernel.tasks import runner
from progressive_flow.kernel.tasks.outside import INSIDE, outside_task
from tests.support import outside_kind
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.outside_kind import PARENT, deliver, heard
from tests.support.task_kinds import PATH, Dispatch, dispatches, enqueue_kind, minutes_later, requeue, shown


@pytest.fixture(autouse=True)
def kinds(fresh_database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a kind outside, and the one that splits into it, be all there are."""
    outside_kind.registered(monkeypatch)


def sent(learner: Caller, clouds: Clouds, *words: str) -> tuple[uuid.UUID, list[dict[str, Any]]]:
    return outside_kind.sent(learner, clouds, PARENT, *words)


def test_from_the_request_to_the_result(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, (first, second) = sent(learner, clouds, "one", "two")
    assert first["detail"]["payload"]["payload"] == {"word": "one"}
    assert first["detail"]["user_id"] is None, "it says nothing of who asked"
    for event in (second, first):
        deliver(event)
        assert shown(api, learner, id_)["state"] == "running"
        deliver(*heard(clouds, "task.answered"))
    deliver(*heard(clouds, "task.queued"))
    done = shown(api, learner, id_)
    assert (done["state"], done["progress"], done["result"]["words"]) == ("done", 1, ["ONE", "TWO"])


def test_an_answer_that_comes_twice_counts_once(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [event] = sent(learner, clouds, "one")
    deliver(event, event)
    answers = heard(clouds, "task.answered")
    assert len(answers) == 2, "a queue may deliver twice, and the work is done twice"
    deliver(*answers, *answers)
    [dispatch] = heard(clouds, "task.queued")
    deliver(dispatch, dispatch)
    assert (shown(api, learner, id_)["state"], clouds.heard()) == ("done", [])


def test_a_worker_that_dies_is_replaced_and_its_late_answer_refused(api: Api, learner: Caller, clouds: Clouds) -> None:
    """The lease covers the work and the way there and back."""
    id_, [lost] = sent(learner, clouds, "one")
    deliver(lost)
    [late] = heard(clouds, "task.answered")
    late["detail"]["payload"]["result"] = {"word": "late"}
    with minutes_later(1.5):
        assert requeue()["requeued"] == 0
    with minutes_later(2):
        assert requeue()["requeued"] == 1
        deliver(*heard(clouds, "task.queued"))
        [again] = heard(clouds, "task.sent")
        deliver(late)
        deliver(lost)
        assert clouds.heard() == [], "nobody waits for the first dispatch any more"
        deliver(again)
        deliver(*heard(clouds, "task.answered"))
        deliver(late, *heard(clouds, "task.queued"))
    assert shown(api, learner, id_)["result"]["words"] == ["ONE"]


def test_a_worker_that_is_killed_leaves_its_message(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [event] = sent(learner, clouds, "one")
    script = f"""
import json, os, signal
from progressive_flow_local.aws import deliveries
from tests.support.outside_kind import shout
shout._work = lambda payload: os.kill(os.getpid(), signal.SIGKILL)
shout(deliveries.batch(json.loads({json.dumps(event)!r})), None)
"""
    environment = {**os.environ, "PYTHONPATH": str(paths.root())}
    done = subprocess.run([sys.executable, "-c", script], env=environment, timeout=60, check=False)
    assert (done.returncode, clouds.heard()) == (-9, [])
    deliver(event)
    for topic in ("task.answered", "task.queued"):
        deliver(*heard(clouds, topic))
    assert shown(api, learner, id_)["result"]["words"] == ["ONE"]


def test_what_could_be_answered_too_late_is_not_begun(learner: Caller, clouds: Clouds) -> None:
    """It may take 30 seconds, and its lease is 95: what begins after 70 could be sent again while it is done."""
    _, [event] = sent(learner, clouds, "one")
    with minutes_later(1.2):
        deliver(event)
    assert clouds.heard() == []


def test_a_result_that_cannot_be_stored_fails(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [event] = sent(learner, clouds, "one")
    deliver(event)
    [answer] = heard(clouds, "task.answered")
    answer["detail"]["payload"]["result"] = {"word": "a\0b"}
    deliver(answer)
    failed = shown(api, learner, id_)
    assert (failed["state"], failed["problem"]["kind"]) == ("failed", "result-unusable")


def test_what_is_queued_as_results_of_children_is_none(learner: Caller, clouds: Clouds) -> None:
    """As code in a function of learners could ask for, in the hope that nothing is asked outside."""
    enqueue_kind(learner, PARENT, {"words": ["one"], "children": [{"word": "FORGED"}]})
    deliver(*heard(clouds, "task.queued"))
    deliver(*heard(clouds, "task.queued"))
    assert [event["detail"]["payload"]["payload"] for event in heard(clouds, "task.sent")] == [{"word": "one"}]


def test_a_cancelled_task_takes_no_answer(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [event] = sent(learner, clouds, "one")
    assert api.request("DELETE", f"{PATH}/{id_}", learner).status_code == 204
    deliver(event)
    [answer] = heard(clouds, "task.answered")
    assert runner.take_answer(outside_kind.answered(answer)) is None
    assert (shown(api, learner, id_)["state"], clouds.heard()) == ("cancelled", [])


@pytest.mark.parametrize(("word", "kind"), [("mum", "speechless"), ("echo", "result-too-large")])
def test_what_fails_for_good_ends_the_task(api: Api, learner: Caller, clouds: Clouds, word: str, kind: str) -> None:
    id_, events = sent(learner, clouds, word, "two")
    deliver(*events)
    deliver(*heard(clouds, "task.answered"))
    failed = shown(api, learner, id_)
    assert (failed["state"], failed["problem"]["kind"]) == ("failed", kind)


def test_what_breaks_is_tried_again(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, [event] = sent(learner, clouds, "cough")
    for turn in range(1, 4):
        deliver(event)
        deliver(*heard(clouds, "task.answered"))
        if turn < 3:
            with minutes_later(2 * turn):
                assert requeue()["requeued"] == 1
                deliver(*heard(clouds, "task.queued"))
            [event] = heard(clouds, "task.sent")
    failed = shown(api, learner, id_)
    assert (failed["state"], failed["problem"]["kind"]) == ("failed", "unexpected")
    assert "network" not in failed["problem"]["detail"]


def test_a_request_sends_nothing_outside_by_itself(api: Api, learner: Caller, clouds: Clouds) -> None:
    """As code in a function of learners could ask for, with a payload that it made up."""
    queued = enqueue_kind(learner, "shout", {"word": "one"})
    assert runner.run_task(*dispatches(clouds)[0]) == "failed"
    assert (shown(api, learner, queued.id)["problem"]["kind"], clouds.heard()) == ("forbidden", [])


def test_what_no_event_can_carry_fails(api: Api, learner: Caller, clouds: Clouds) -> None:
    id_, _ = sent(learner, clouds, "x" * 262_144)
    assert shown(api, learner, id_)["problem"]["kind"] == "payload-too-large"


def test_an_answer_to_nobody_changes_nothing(clouds: Clouds) -> None:
    nobody = Dispatch(uuid.uuid4(), uuid.uuid4(), "shout")
    for problem in (None, {"kind": "odd", "detail": "It broke."}):
        payload = {"id": str(nobody.id), "nonce": str(nobody.nonce), "result": {}, "problem": problem, "retry": True}
        event = {"detail-type": "task.answered", "source": "", "id": "1", "detail": {"payload": payload}}
        assert runner.take_answer(outside_kind.answered(event)) is None


@pytest.mark.parametrize("capability", [*DATABASE_ROLES, *sorted(INSIDE)])
def test_a_function_outside_has_no_way_back_in(capability: Capability) -> None:
    with pytest.raises(ValueError, match="outside"):
        outside_task("shout", capabilities=(capability,))
