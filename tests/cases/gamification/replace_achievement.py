"""Achievements are replaced by those who may write content."""

import uuid

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Client, Request, example


def changed(client: Client) -> Request:
    """Create an achievement and change its name."""
    slug = f"replaced-{uuid.uuid4()}"
    client.send("create_achievement", Request(body={**example("create_achievement"), "slug": slug}))
    return Request(path={"slug": slug}, body={**example("replace_achievement"), "name": "Replaced"})


CASE = EndpointCase(
    request=changed, intrusions=refused(path={"slug": "warm-start"}, body={}), permission="content.write"
)
