"""Definitions are listed for those who may read content that is not shown."""

from tests.support.cases import EndpointCase, refused

CASE = EndpointCase(intrusions=refused(), permission="content.read")
