"""Tracks of another organization are not listed."""

from tests.support.cases import EndpointCase, tried

CASE = EndpointCase(intrusions=lambda world: [tried(200), tried(200, query={"organization": world.tenant.slug})])
