"""A learner saves a design for a level, again and again."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import LEVEL, Request, example

CASE = EndpointCase(
    request=lambda _: Request(path=LEVEL, body=example("save_design")),
    intrusions=lambda world: [
        tried(404, path={**LEVEL, "slug": world.challenge}, body=example("save_design")),
        tried(200, path=LEVEL, body=example("save_design")),
    ],
    varies=frozenset({"saved_at"}),
)
