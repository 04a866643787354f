"""List the learner's tasks, newest first.

Work that takes longer than a request is a task: its 202 names it. Filters narrow the list by kind and state.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.kernel.tasks import service
from progressive_flow.kernel.tasks.models import KindFilter, StateFilter, TaskSummary


@get("/v1/tasks")
def handler(
    principal: Principal,
    db: Db,
    state: StateFilter | None = None,
    kind: KindFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[TaskSummary]:
    return service.list_tasks(db, principal, cursor, limit, state=state, kind=kind)
