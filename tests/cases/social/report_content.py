"""An image of a page is reported by who reads the page; each request reports one that it made."""

import uuid

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Client, Request
from tests.support.moderating import body, image_to_report


def reporting(client: Client) -> Request:
    """Publish an image; return how a reader reports it."""
    image, reporter = image_to_report(client)
    return Request(body=body(image.upload), sender=reporter.id)


CASE = EndpointCase(
    request=reporting,
    intrusions=lambda world: [
        tried(404, body=body(world.upload)),
        tried(404, body=body(str(uuid.uuid4()))),
        tried(422, body={**body(world.upload), "user_id": str(world.victim.id)}),
    ],
    generated=5,
)
