"""Show one of the learner's tasks, and how soon to ask again.

Ask again after `Retry-After` seconds until the header is absent: the task is finished then.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.responses import Polled
from progressive_flow.kernel.tasks import service
from progressive_flow.kernel.tasks.models import Task, TaskId


@get("/v1/tasks/{task_id}")
def handler(task_id: TaskId, principal: Principal, db: Db) -> Polled[Task]:
    return service.find_task(db, principal, task_id)
