"""Challenges are listed to those who may see them."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request

CASE = EndpointCase(
    request=lambda _: Request(query={"search": "cache", "limit": 100}),
    intrusions=lambda world: [
        tried(200, query={"limit": 100}),
        tried(200, query={"search": "victims"}),
        tried(200, query={"status": "in_progress"}),
        tried(200, query={"organization": world.tenant.slug}),
    ],
)
