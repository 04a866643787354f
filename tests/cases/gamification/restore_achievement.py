"""An achievement is restored by those who may override grades; each request revokes what it restores."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.content import reference_design

FIRST = {"slug": "static-website", "level": "1"}


def restored(client: Client) -> Request:
    """Revoke what a first pass unlocked to a newcomer; return how to restore it."""
    learner = client.newcomer()
    body = {"kind": "system_design", "design": reference_design("static-website")}
    achievement = learner.send("submit_attempt", Request(path=FIRST, body=body))["achievements"][0]["slug"]
    revocation = {"user_id": str(learner.id), "achievement": achievement, "reason": "test"}
    client.send("revoke_achievement", Request(body=revocation))
    return Request(path={"user_id": str(learner.id), "slug": achievement}, query={"reason": "test"})


CASE = EndpointCase(
    request=restored,
    intrusions=lambda world: [
        tried(403, path={"user_id": str(world.victim.id), "slug": "warm-start"}, query={"reason": "mischief"}),
        tried(403, path={"user_id": str(world.victim.id), "slug": "no-such"}, query={"reason": "mischief"}),
    ],
    permission="grades.override",
    generated=15,
)
