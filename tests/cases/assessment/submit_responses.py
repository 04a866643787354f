"""An assessment is answered once, so each request has a new learner."""

import uuid

from tests.support.cases import EndpointCase, Intrusion, tried
from tests.support.clients import Client, Request
from tests.support.organizations import World


def answers(client: Client) -> Request:
    """Begin an assessment as a new learner; return the first option of each question."""
    learner = client.newcomer()
    begun = learner.send("start_assessment", Request(body={"type": "initial"}))
    responses = [{"question_id": each["id"], "option": 0} for each in begun["questions"]]
    return Request(path={"assessment_id": begun["id"]}, body={"responses": responses}, sender=learner.id)


def theirs(world: World) -> list[Intrusion]:
    """Answer the other learner's assessment."""
    body = {"responses": [{"question_id": str(uuid.uuid4()), "option": 0}]}
    return [tried(404, path={"assessment_id": str(world.made["open_assessment"])}, body=body)]


CASE = EndpointCase(request=answers, intrusions=theirs)
