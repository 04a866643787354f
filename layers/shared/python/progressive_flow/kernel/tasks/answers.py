"""Does a task that was sent to a function without the database, and says what came of it."""

from collections.abc import Callable

from progressive_flow.kernel import observability
from progressive_flow.kernel.declarations.tasks import Payload, Result, TaskFailedError
from progressive_flow.kernel.tasks.events import TaskAnswered, TaskSent
from progressive_flow.kernel.tasks.models import TaskProblem

SentTaskHandler = Callable[[Payload], Result]
UNEXPECTED = TaskProblem(kind="unexpected", detail="Something went wrong on our side.")


def answer(work: SentTaskHandler, sent: TaskSent) -> TaskAnswered:
    """Do one task; whatever it raises is part of the answer."""
    try:
        return TaskAnswered(id=sent.id, nonce=sent.nonce, result=work(sent.payload), problem=None, retry=False)
    except TaskFailedError as error:
        return failed(sent, error)
    except Exception as error:  # noqa: BLE001 - whatever happens is retried while tries are left, and logged
        observability.exception(error, task=str(sent.id), kind=sent.kind)
        return TaskAnswered(id=sent.id, nonce=sent.nonce, result=None, problem=UNEXPECTED, retry=True)


def failed(sent: TaskSent, error: TaskFailedError) -> TaskAnswered:
    """Return the answer of a task that failed for good."""
    problem = TaskProblem(kind=error.kind, detail=error.detail)
    return TaskAnswered(id=sent.id, nonce=sent.nonce, result=None, problem=problem, retry=False)
