"""Pages of other origins call the API where a stage names them, and nowhere else."""

from dataclasses import replace

import pytest

from infra.config import STAGES
from infra.stacks.api import cors_preflight
from progressive_flow.kernel.declarations import cors, registry
from tests.infra.conftest import Synthesized
from tests.infra.templates import Templates
from tests.infra.variants import ORIGINS


@pytest.mark.parametrize("stage", STAGES)
def test_no_page_of_another_origin_may_call_a_stage_that_names_none(synthesized: Synthesized, stage: str) -> None:
    assert "CorsConfiguration" not in synthesized(stage).one("AWS::ApiGatewayV2::Api").properties


def test_a_stage_names_the_origins_that_may(optional: Templates) -> None:
    configuration = optional.one("AWS::ApiGatewayV2::Api").properties["CorsConfiguration"]
    assert configuration == {
        "AllowOrigins": list(ORIGINS),
        "AllowMethods": list(cors.METHODS),
        "AllowHeaders": list(cors.REQUEST_HEADERS),
        "ExposeHeaders": list(cors.EXPOSED_HEADERS),
        "MaxAge": cors.MAX_AGE,
    }


def test_every_method_of_a_route_may_be_sent() -> None:
    assert {endpoint.route.method for endpoint in registry.endpoints()} <= set(cors.METHODS)


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "https://*",
        "http://app.example.com",
        "https://app.example.com/",
        "app.example.com",
        "null",
        "https://localhost",
    ],
)
def test_what_is_no_origin_of_ours_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="no origins"):
        cors_preflight(replace(STAGES["dev"], origins=(origin,)))


def test_the_hosts_of_avatars_are_a_setting_of_the_one_function_that_needs_it(optional: Templates) -> None:
    named = {
        function.properties["FunctionName"]: function.properties["Environment"]["Variables"]["AVATAR_HOSTS"]
        for function in optional.all("AWS::Lambda::Function")
        if "AVATAR_HOSTS" in function.properties.get("Environment", {}).get("Variables", {})
    }
    assert named == {"progressive-flow-identity-change-me": "media.example.com,images.example.com"}
