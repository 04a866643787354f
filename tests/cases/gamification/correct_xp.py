"""A correction of a reference is made once, so each request has its own."""

import uuid

from tests.support.cases import EndpointCase, Intrusion, tried
from tests.support.clients import Client, Request, example
from tests.support.organizations import World


def correction(client: Client) -> Request:
    """Return a correction with a new reference."""
    return Request(
        body={**example("correct_xp"), "user_id": str(client.id), "amount": 5, "reference": uuid.uuid4().hex}
    )


def theirs(world: World) -> list[Intrusion]:
    """Correct the other learner's XP."""
    body = {"user_id": str(world.victim.id), "amount": 5, "reason": "mischief", "reference": "m"}
    return [tried(403, body=body)]


CASE = EndpointCase(request=correction, intrusions=theirs, permission="grades.override")
