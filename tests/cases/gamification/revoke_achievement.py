"""An achievement is taken away once: whoever is asked is a newcomer who has passed a first level."""

from tests.support.cases import EndpointCase, Intrusion, tried
from tests.support.clients import Client, Request
from tests.support.content import reference_design
from tests.support.organizations import World

FIRST = {"slug": "static-website", "level": "1"}


def revocation(client: Client) -> Request:
    """Take what a first pass unlocked from a newcomer."""
    learner = client.newcomer()
    body = {"kind": "system_design", "design": reference_design("static-website")}
    attempt = learner.send("submit_attempt", Request(path=FIRST, body=body))
    achievement = attempt["achievements"][0]["slug"]
    return Request(body={"user_id": str(learner.id), "achievement": achievement, "reason": "test"})


def theirs(world: World) -> list[Intrusion]:
    """Take an achievement from the other learner."""
    return [tried(403, body={"user_id": str(world.victim.id), "achievement": "warm-start", "reason": "mischief"})]


CASE = EndpointCase(request=revocation, intrusions=theirs, permission="grades.override", generated=15)
