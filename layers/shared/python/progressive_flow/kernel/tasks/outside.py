"""Declares a kind of task that is done outside the network, and does its tasks there.

    @outside_task("render_thumbnail", memory=1024, timeout=30)
    def handler(payload: dict[str, Any]) -> dict[str, Any]: ...

Each kind is a function with a queue of its own, without the database, with what its capabilities allow and no more. It gets
what it needs in its payload (256 kB at most, with the event around it) and returns the result. What the database has to hold
of it is written by a task in the network whose child this one is. Tasks are done at least once; a cancelled one is refused
its answer, and is not stopped.
"""

from collections.abc import Callable
from typing import Any, Unpack
from uuid import uuid4

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations.consumers import Consumer, Subscription
from progressive_flow.kernel.declarations.models import Capability, Options, database_role
from progressive_flow.kernel.declarations.tasks import TaskFailedError, TaskFunction, TaskKind
from progressive_flow.kernel.declarations.work import Work, described
from progressive_flow.kernel.events import bus
from progressive_flow.kernel.tasks import answers
from progressive_flow.kernel.tasks.answers import SentTaskHandler
from progressive_flow.kernel.tasks.events import TaskAnswered, TaskSent

INSIDE = {
    *(
        Capability.TASKS,
        Capability.OUTSIDE_TASKS,
        Capability.ISOLATED_TASKS,
        Capability.OUTBOX,
        Capability.MASTER_SECRET,
        Capability.RESTORED_COPY,
    ),
    *(Capability.PROOF_KEY, Capability.PROOF_KEY_ROTATION),
}


class OutsideSubscription(Subscription):
    """The queue of a kind; its function lies with those of the other kinds."""

    folder = "tasks"


class OutsideTask(TaskFunction):
    """The function of a kind that is done outside: callable as the Lambda entry point of its queue."""

    def __init__(self, function: SentTaskHandler, declaration: TaskKind) -> None:
        super().__init__(lambda payload, _: function(payload), declaration)
        self._work = function
        self.consumer = self._queue = Consumer(
            self._answer,
            TaskSent,
            OutsideSubscription(
                declaration.name,
                declaration.summary,
                (*declaration.capabilities, Capability.TASK_ANSWERS),
                declaration.memory,
                declaration.timeout,
                topic=TaskSent.topic,
                batch=1,
                kind=declaration.kind,
            ),
        )

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Handle a batch of messages; return which of them failed."""
        return self._queue(event, context)

    def _answer(self, sent: TaskSent) -> Work:
        """Do one task and report what came of it; one whose answer could come too late is dropped."""
        if clock.now() > sent.expires_at:
            return {"expired": 1}
        answer = answers.answer(self._work, sent)
        try:
            _publish(answer)
        except TaskFailedError as error:
            answer = answers.failed(sent, error)
            _publish(answer)
        return {"answered": 1, "failed": int(answer.problem is not None)}


def _publish(answer: TaskAnswered) -> None:
    """Put an answer on the bus; raise TaskFailedError where no event can carry it.

    What the bus does not take just now is lost: the minute job sends the task again when its lease has ended.
    """
    payload = answer.model_dump(mode="json")
    try:
        bus.publish_one(bus.Event(uuid4(), answer.topic, None, None, payload, clock.now()))
    except ValueError as error:
        raise TaskFailedError("result-too-large", str(error)) from error


def outside_task(kind: str, **options: Unpack[Options]) -> Callable[[SentTaskHandler], OutsideTask]:
    """Make `functions/tasks/<name>.py`'s function the one that does tasks of `kind` outside the network.

    Raises ValueError for a capability that leads back into it.
    """
    needs = options.get("capabilities", ())
    if database_role(needs) or INSIDE & set(needs):
        raise ValueError(
            f"Tasks of the kind {kind} are done outside: their function has no database, and queues no tasks."
        )

    def declare(function: SentTaskHandler) -> OutsideTask:
        return OutsideTask(function, TaskKind(*described(function), kind=kind, queue="outside", **options))

    return declare
