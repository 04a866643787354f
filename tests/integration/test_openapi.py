"""The document says what the API does: checked against the real answers to generated requests, good and bad."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from progressive_flow.kernel import settings as platform_settings
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from tests.support import cases, clients
from tests.support.api import Api, Caller
from tests.support.clients import Client

# Tokens have tests of their own; and what a schema admits a rule may refuse: a made-up cursor, a user who is not there.
ELSEWHERE = [ignored_auth, positive_data_acceptance]


@pytest.fixture(scope="module")
def schema(api: Api) -> Any:
    """The document, its operations callable on the gateway in this process."""

    async def on_this_machine(scope: Any, receive: Any, send: Any) -> None:
        """Pass requests on with a Host that the gateway serves: schemathesis sends `testserver`."""
        others = [(name, value) for name, value in scope.get("headers", ()) if name != b"host"]
        await api.gateway({**scope, "headers": [(b"host", b"localhost"), *others]}, receive, send)

    return schemathesis.openapi.from_asgi("/v1/openapi.json", on_this_machine)


@pytest.fixture(scope="module")
def generous() -> Iterator[None]:
    """Allow one learner all requests: the rate limiter has tests of its own."""
    limits = [limit for endpoint in registry.endpoints() for limit in platform_settings.limits(endpoint.route.limit)]
    buckets = {limit.bucket for limit in limits}
    with pytest.MonkeyPatch.context() as patch:
        for bucket in buckets:
            patch.setenv(f"RATE_LIMIT_{bucket.upper()}", "100000/60")
        yield


@pytest.fixture(scope="module")
def caller(api: Api, generous: None) -> Caller:
    """An administrator who has passed a level, so that generated requests are not all refused."""
    return Caller(clients.settled().id, (PLATFORM_ADMIN,))


@pytest.mark.usefixtures("shared_clouds")
@pytest.mark.parametrize("endpoint", registry.endpoints(), ids=lambda each: each.route.key)
def test_answers_are_as_documented(schema: Any, caller: Caller, endpoint: Endpoint) -> None:
    operation = schema[endpoint.route.path][endpoint.route.method]
    described = cases.of_endpoint(endpoint)
    known = dict(described.request(Client(caller.id)).path)

    @given(case=operation.as_strategy())
    @settings(
        max_examples=described.generated,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    def run(case: Any) -> None:
        send(case)
        if known:  # what was generated reaches the rules behind the look-up, too
            case.path_parameters = known
            send(case)

    def send(case: Any) -> None:
        response = case.call(headers={"authorization": f"Bearer {caller.token}"})
        case.validate_response(response, excluded_checks=ELSEWHERE)
        assert response.status_code < 500

    run()
