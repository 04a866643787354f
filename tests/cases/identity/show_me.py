"""The caller sees their own account, whatever id the query names."""

from tests.support.cases import EndpointCase, asking_for_the_victim, tried

CASE = EndpointCase(intrusions=lambda world: [tried(200), *asking_for_the_victim(world)])
