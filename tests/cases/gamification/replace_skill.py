"""Skills are replaced by those who may write content."""

import uuid

from tests.support.cases import EndpointCase, refused
from tests.support.clients import Client, Request, example


def changed(client: Client) -> Request:
    """Create a skill and change its name."""
    slug = f"replaced-{uuid.uuid4()}"
    client.send("create_skill", Request(body={**example("create_skill"), "slug": slug}))
    return Request(path={"slug": slug}, body={**example("replace_skill"), "name": "Replaced"})


CASE = EndpointCase(
    request=changed, intrusions=refused(path={"slug": "consensus"}, body={}), permission="content.write"
)
