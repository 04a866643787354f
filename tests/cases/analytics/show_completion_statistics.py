"""Statistics of everybody are for analysts."""

from tests.support.cases import EndpointCase, refused

CASE = EndpointCase(permission="analytics.aggregate", intrusions=refused())
