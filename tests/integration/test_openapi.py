"""The document says what the API does: checked against the real answers to generated requests, good and bad."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller, new_caller

# Tokens have tests of their own; and what a schema admits a rule may refuse: a made-up cursor, a user who is not there.
ELSEWHERE = [ignored_auth, positive_data_acceptance]
ROUTES = [endpoint.route for endpoint in registry.endpoints()]
# Requests a route; fewer where each reads and compares all content.
EXAMPLES = {"POST /v1/admin/reference-data-loads": 5}


@pytest.fixture(scope="module")
def schema(api: Api) -> Any:
    """The document, its operations callable on the gateway in this process."""
    return schemathesis.openapi.from_asgi("/v1/openapi.json", api.gateway)


@pytest.fixture(scope="module")
def caller(api: Api) -> Caller:
    """An administrator with url-shortener open, so that generated requests pass the check of the lock."""
    someone = new_caller("platform_admin")
    api.get("/v1/me", someone)
    api.post(
        "/v1/admin/unlock-grants",
        someone,
        json={"user_id": str(someone.id), "challenge_slugs": ["url-shortener"], "reason": "x"},
    )
    return someone


@pytest.mark.usefixtures("shared_clouds")
@pytest.mark.parametrize("key", [route.key for route in ROUTES])
def test_answers_are_as_documented(schema: Any, caller: Caller, key: str) -> None:
    method, path = key.split(" ")
    operation = schema[path][method]

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES.get(key, 40),
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    def run(case: Any) -> None:
        # each example is somebody else's budget: the limiter has tests of its own
        response = case.call(headers={"authorization": f"Bearer {caller.token}"})
        case.validate_response(response, excluded_checks=ELSEWHERE)
        assert response.status_code < 500

    run()
