"""Cancel one of the learner's tasks.

What waits is never begun; what runs ends at its next step, and its result is not taken. A task that has finished stays
as it is (409 `task-finished`), and to cancel one twice changes nothing. A cancelled task is still shown.
"""

from progressive_flow.kernel.http.endpoint import Db, delete
from progressive_flow.kernel.tasks import service
from progressive_flow.kernel.tasks.models import TaskId


@delete("/v1/tasks/{task_id}", refusals=(409,))
def handler(task_id: TaskId, db: Db) -> None:
    service.cancel_task(db, task_id)
