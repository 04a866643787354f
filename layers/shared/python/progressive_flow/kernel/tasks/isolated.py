"""Declares a kind of task that is done where there is no way out, and does its tasks there.

    @isolated_task("judge_code", memory=1769, timeout=15)
    def handler(payload: dict[str, Any]) -> dict[str, Any]: ...

Such a function runs code of other people. It stands in subnets without a way out, with a security group that allows none, so it
can call no service, not even to answer: the rule of a bus of its own invokes it, and Lambda itself carries what it returns
(a *destination*) back to that bus, or that it returned nothing. Lambda tries once: the table retries.

What the function returns, and the request beside it, travel in one event, so both are small.
"""

from collections.abc import Callable
from typing import Any, Unpack

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations.models import LAYERS_ALONE, Options
from progressive_flow.kernel.declarations.tasks import TaskFailedError, TaskFunction, TaskKind
from progressive_flow.kernel.declarations.work import described
from progressive_flow.kernel.json_size import json_bytes
from progressive_flow.kernel.tasks import answers
from progressive_flow.kernel.tasks.answers import SentTaskHandler
from progressive_flow.kernel.tasks.events import TaskAnswered, TaskSent
from progressive_flow.kernel.tasks.models import TaskProblem

MAX_ANSWER = 49_152  # bytes as JSON, beside `runner.MAX_ISOLATED` of the request in an event of 262,144 bytes
LATE = TaskProblem(kind="late", detail="It waited too long for a free function.")


class IsolatedTask(TaskFunction):
    """The function of a kind that is done in isolation: callable as the Lambda entry point of its rule."""

    def __init__(self, function: SentTaskHandler, declaration: TaskKind) -> None:
        super().__init__(lambda payload, _: function(payload), declaration)
        self._work = function

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Do the task of one event; return the answer as an event, which Lambda puts on the bus."""
        del context
        sent = TaskSent.model_validate(event["detail"]["payload"])
        if clock.now() > sent.expires_at:
            return envelope(TaskAnswered(id=sent.id, nonce=sent.nonce, result=None, problem=LATE, retry=True))
        answer = answers.answer(self._work, sent)
        if json_bytes(answer.result) > MAX_ANSWER:
            error = TaskFailedError("result-too-large", f"The result has more than {MAX_ANSWER:,} bytes.")
            answer = answers.failed(sent, error)
        return envelope(answer)


def envelope(answer: TaskAnswered) -> dict[str, Any]:
    """Return an answer in the form in which events of the platform have it."""
    return {"detail-type": answer.topic, "detail": {"payload": answer.model_dump(mode="json")}}


def unanswered(task_id: str, nonce: str) -> dict[str, Any]:
    """Return what stands for the answer of an invocation that ended without one: the table retries it."""
    problem = answers.UNEXPECTED.model_dump(mode="json")
    payload = {"id": task_id, "nonce": nonce, "result": None, "problem": problem, "retry": True}
    return {"detail-type": TaskAnswered.topic, "detail": {"payload": payload}}


def isolated_task(kind: str, **options: Unpack[Options]) -> Callable[[SentTaskHandler], IsolatedTask]:
    """Make `functions/tasks/<name>.py`'s function the one that does tasks of `kind` in isolation.

    Raises ValueError for a capability that needs a way out.
    """
    if leading := set(options.get("capabilities", ())) - LAYERS_ALONE:
        raise ValueError(
            f"Tasks of the kind {kind} are done in isolation: {', '.join(sorted(leading))} needs a way out."
        )

    def declare(function: SentTaskHandler) -> IsolatedTask:
        return IsolatedTask(function, TaskKind(*described(function), kind=kind, queue="isolated", **options))

    return declare
