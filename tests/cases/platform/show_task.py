"""A task of another learner is not found."""

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.tasks import service
from tests.support import proofs
from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def queued(client: Client) -> Request:
    """Queue a task of a kind that nothing works on."""
    with transactions.begin(proofs.principal(client.id)) as db:
        return Request(path={"task_id": str(service.enqueue(db, "test", {}).id)})


CASE = EndpointCase(request=queued, intrusions=lambda world: [tried(404, path={"task_id": str(world.made["task"])})])
