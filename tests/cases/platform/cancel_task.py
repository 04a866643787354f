"""A task is cancelled by its learner; another's is not found."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import task

CASE = EndpointCase(
    request=lambda client: Request(path=task(client)),
    intrusions=lambda world: [tried(404, path={"task_id": str(world.made["task"])})],
)
