"""Content is loaded by those who may import it. A load reads all content, so few are made up."""

from tests.support.cases import EndpointCase, refused

CASE = EndpointCase(permission="content.import", intrusions=refused(), generated=5)
