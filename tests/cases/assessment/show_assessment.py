"""A learner shows the assessment that they began."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request


def own(client: Client) -> Request:
    """Begin an assessment as a new learner."""
    learner = client.newcomer()
    begun = learner.send("start_assessment", Request(body={"type": "initial"}))
    return Request(path={"assessment_id": begun["id"]}, sender=learner.id)


CASE = EndpointCase(
    request=own, intrusions=lambda world: [tried(404, path={"assessment_id": str(world.made["open_assessment"])})]
)
