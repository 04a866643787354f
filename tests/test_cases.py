"""Each function that needs a case has one, and each case belongs to a function."""

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.support import cases, clients

ENDPOINTS = registry.endpoints()


def test_each_endpoint_and_each_consumer_has_one_case_and_no_case_is_left_over() -> None:
    required = {each.function.__module__ for each in ENDPOINTS} | {
        f"functions.consumers.{each.declaration.name}" for each in registry.consumers()
    }
    optional = {f"functions.scheduled.{each.schedule.name}" for each in registry.jobs()}
    assert required <= cases.described()
    assert cases.described() <= required | optional


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.route.key)
def test_the_case_and_the_route_name_the_same_permission(endpoint: Endpoint) -> None:
    assert cases.of_endpoint(endpoint).permission == endpoint.route.permission


def test_the_routes_that_need_a_permission_are_below_admin_or_organizations() -> None:
    below = {each.route.key for each in ENDPOINTS if "/admin/" in each.route.path}
    guarded = {each.route for each in ENDPOINTS if each.route.permission}
    assert below == {route.key for route in guarded if not route.path.startswith("/v1/organizations")}
    assert len(below) >= 10


def test_a_case_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="is no JobCase"):
        cases.of("functions.platform.show_health", cases.JobCase)


@pytest.mark.usefixtures("fresh_database", "shared_clouds")
def test_no_case_undoes_what_another_one_has_prepared() -> None:
    """Bundles are compared by the requests of one learner, all of them prepared before the first is sent, by their names."""
    learner = clients.settled()
    asking = sorted(
        (each for each in ENDPOINTS if each.route.access is Access.LEARNER), key=lambda each: each.route.module
    )
    prepared = [(each, clients.event(each, cases.of_endpoint(each).request(learner), learner.id)) for each in asking]
    for endpoint, event in prepared:
        clients.call(endpoint, event)
