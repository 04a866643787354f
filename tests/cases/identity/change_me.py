"""A learner changes their own account, whatever id the body names."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request, example

CASE = EndpointCase(
    request=lambda _: Request(body=example("change_me")),
    intrusions=lambda world: [
        tried(200, body={"display_name": "Mallory"}),
        tried(422, body={"id": str(world.victim.id), "display_name": "Mallory"}),
    ],
)
