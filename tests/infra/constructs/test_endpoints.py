"""Every endpoint is deployed as its route declares, and no undeclared function is deployed."""

import hashlib
import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest

from infra.config import STAGES, Config
from infra.constructs.function import function_name
from infra.constructs.layers import judge_architecture
from infra.names import spread
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import INSPECTOR
from tests.infra.templates import UPLOADER, Resource, Templates

ROUTES = [*(endpoint.route for endpoint in registry.endpoints()), registry.default_route().route]
# Functions of stages with CloudFront or with backups only.
SWITCHED: dict[str, Callable[[Config], bool]] = {
    "functions.operations.rotate_origin_key": lambda config: config.edge,
    "functions.operations.check_restored": lambda config: config.backups,
    "functions.scheduled.run_restore_drill": lambda config: config.backups,
}
NAMES = {module: name for name, module in registry.functions().items()}


def key_of(route: Route) -> str:
    return "$default" if route.path == "$default" else route.key


def module_of(route: Route) -> str:
    return f"functions.{route.domain}.{route.name}"


def function_of(templates: Templates, route: Route) -> Resource:
    return templates.function(NAMES[module_of(route)])


def route_of(templates: Templates, route: Route) -> Resource:
    (found,) = (
        resource
        for resource in templates.all("AWS::ApiGatewayV2::Route")
        if resource.properties["RouteKey"] == key_of(route)
    )
    return found


def target_of(templates: Templates, route: Route) -> Resource:
    """Follow a route through its integration to the function or alias it calls."""
    declared = route_of(templates, route)
    integration = templates.at(declared.stack, declared.properties["Target"]["Fn::Join"][1][1])
    assert integration.properties["PayloadFormatVersion"] == "2.0"
    assert integration.properties["IntegrationType"] == "AWS_PROXY"
    return templates.at(declared.stack, integration.properties["IntegrationUri"])


@pytest.mark.parametrize("route", ROUTES, ids=key_of)
class TestEndpoint:
    def test_its_function_is_as_declared(self, prod: Templates, route: Route) -> None:
        properties = function_of(prod, route).properties
        assert properties["Handler"] == f"{module_of(route)}.handler"
        assert (properties["MemorySize"], properties["Timeout"]) == (route.memory, route.timeout)
        assert properties["Runtime"] == "python3.14"
        assert properties["Architectures"] == ["arm64"]
        assert properties["Description"] == route.summary

    def test_it_is_in_the_stack_that_the_hash_of_its_route_names(self, prod: Templates, route: Route) -> None:
        digest = hashlib.sha256(route.key.encode()).hexdigest()
        assert function_of(prod, route).stack == f"endpoints-{int(digest[:16], 16) % 10}"

    def test_its_route_reaches_it(self, prod: Templates, route: Route) -> None:
        target, function = target_of(prod, route), function_of(prod, route)
        assert target.type == "AWS::Lambda::Alias"
        assert prod.at(target.stack, target.properties["FunctionName"]).id == function.id

    def test_api_gateway_may_invoke_it_for_this_route_only(self, prod: Templates, route: Route) -> None:
        target = target_of(prod, route)
        permissions = [
            resource
            for resource in prod.all("AWS::Lambda::Permission")
            if resource.stack == target.stack
            and prod.at(resource.stack, resource.properties["FunctionName"]).id == target.id
        ]
        (permission,) = permissions
        assert permission.properties["Principal"] == "apigateway.amazonaws.com"
        path = "" if route.path == "$default" else route.path
        assert permission.properties["SourceArn"]["Fn::Join"][1][-1] == f"/*/*{path}"

    def test_it_is_behind_the_authorizer_unless_declared_public(self, prod: Templates, route: Route) -> None:
        properties = route_of(prod, route).properties
        if route.access is Access.PUBLIC:
            assert properties["AuthorizationType"] == "NONE"
            assert "AuthorizerId" not in properties
        else:
            assert properties["AuthorizationType"] == "JWT"
            assert prod.followed(properties["AuthorizerId"]) == {"Ref": prod.one("AWS::ApiGatewayV2::Authorizer").id}

    def test_it_belongs_to_the_one_api(self, prod: Templates, route: Route) -> None:
        api = prod.one("AWS::ApiGatewayV2::Api")
        assert prod.followed(route_of(prod, route).properties["ApiId"]) == {"Ref": api.id}

    def test_its_role_and_its_logs_are_its_own(self, prod: Templates, route: Route) -> None:
        function = function_of(prod, route)
        roles = [
            resource.properties["Role"]
            for resource in prod.all("AWS::Lambda::Function")
            if resource.stack == function.stack
        ]
        assert roles.count(function.properties["Role"]) == 1
        logs = prod.at(function.stack, function.properties["LoggingConfig"]["LogGroup"])
        assert logs.type == "AWS::Logs::LogGroup"
        assert logs.properties["RetentionInDays"] == STAGES["prod"].log_days

    def test_a_configured_one_uses_snap_start(self, prod: Templates, route: Route) -> None:
        properties = function_of(prod, route).properties
        hot = module_of(route) in STAGES["prod"].snap_start
        assert ("SnapStart" in properties) is hot
        assert properties["Environment"]["Variables"].get("PROGRESSIVE_FLOW_PRIME") == ("1" if hot else None)

    def test_its_release_can_be_rolled_back(self, prod: Templates, route: Route) -> None:
        target = target_of(prod, route)
        assert target.properties["Name"] == "live"
        version = prod.at(target.stack, target.properties["FunctionVersion"])
        assert version.whole["UpdateReplacePolicy"] == "Retain", "the version before, which `live` moves back to"
        assert version.whole["DeletionPolicy"] == "RetainExceptOnCreate", "but none of a deploy that failed"
        assert target.properties["Description"].startswith("Release "), (
            "changed by each deploy, which so moves `live` on"
        )

    def test_its_reserved_concurrency_is_as_configured(self, prod: Templates, route: Route) -> None:
        most = function_of(prod, route).properties.get("ReservedConcurrentExecutions")
        assert most == STAGES["prod"].reserved.get(module_of(route))


def runners(templates: Templates) -> list[Resource]:
    return [
        resource for resource in templates.all("AWS::Lambda::Function") if "FunctionName" not in resource.properties
    ]


@pytest.mark.parametrize("stage", STAGES)
def test_there_is_no_undeclared_route(synthesized: Synthesized, stage: str) -> None:
    found = [resource.properties["RouteKey"] for resource in synthesized(stage).all("AWS::ApiGatewayV2::Route")]
    heads = [route.key.replace("GET", "HEAD", 1) for route in ROUTES if route.method == "GET"]
    assert sorted(found) == sorted([*map(key_of, ROUTES), *heads])


@pytest.mark.parametrize("stage", STAGES)
def test_every_file_is_one_function_and_there_is_no_other(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    functions = list(templates.all("AWS::Lambda::Function"))
    named = {
        resource.properties["FunctionName"]: resource.properties["Handler"]
        for resource in functions
        if "FunctionName" in resource.properties
    }
    left_out = {switch for switch, on in SWITCHED.items() if not on(STAGES[stage])}
    assert named == {
        name: f"{module}.handler" for name, module in registry.functions().items() if module not in left_out
    }
    assert len(functions) == len(named) + len(runners(templates))
    uploading = {UPLOADER} if STAGES[stage].serves_console else set[str]()
    assert {resource.properties["Handler"] for resource in runners(templates)} == {"run_operation.handler", *uploading}
    assert {resource.stack for resource in runners(templates)} <= {"migrations", "origin", "proof", "edge"}


def test_no_function_has_a_function_url(prod: Templates) -> None:
    assert not list(prod.all("AWS::Lambda::Url"))


JUDGES = {function_name(f"functions.tasks.{name}") for name in ("judge_code", "judge_gate")}


def test_every_function_imports_from_the_layers_alone(prod: Templates) -> None:
    for function in prod.all("AWS::Lambda::Function"):
        if "FunctionName" in function.properties:
            layers = [prod.at(function.stack, layer).id for layer in function.properties["Layers"]]
            content = function.properties["Environment"]["Variables"].get("PROGRESSIVE_FLOW_ROOT") == "/opt"
            expected = {"Dependencies", "Shared", "Content"} if content else {"Dependencies", "Shared"}
            if function.properties["FunctionName"] == INSPECTOR:
                expected |= {"Inspection"}
            if function.properties["FunctionName"] in JUDGES:
                expected |= {"Judge"}
            names = {name.partition("Layer")[0].removesuffix("X8664") for name in layers}
            assert names == expected
            assert function.properties["Architectures"] == [
                judge_architecture(None).name if "Judge" in names else "arm64"
            ]


def test_the_table_is_not_empty() -> None:
    assert len(ROUTES) >= 16
    assert all(isinstance(endpoint, Endpoint) for endpoint in registry.endpoints())
    assert {route.access for route in ROUTES} == set(Access)


def test_the_stage_throttles_and_logs(prod: Templates) -> None:
    properties: dict[str, Any] = prod.one("AWS::ApiGatewayV2::Stage").properties
    config = STAGES["prod"]
    settings = properties["DefaultRouteSettings"]
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (config.rate, config.burst)
    assert "$context.requestId" in properties["AccessLogSettings"]["Format"]
    assert "authorization" not in properties["AccessLogSettings"]["Format"].lower().replace("authorizer", "")


def test_tokens_are_checked_against_the_stages_own_pool(prod: Templates) -> None:
    configuration = prod.followed(prod.one("AWS::ApiGatewayV2::Authorizer").properties["JwtConfiguration"])
    assert configuration["Audience"] == [{"Ref": prod.one("AWS::Cognito::UserPoolClient").id}]
    issuer = configuration["Issuer"]["Fn::Join"][1]
    assert issuer == ["https://cognito-idp.us-east-1.amazonaws.com/", {"Ref": prod.one("AWS::Cognito::UserPool").id}]


@pytest.mark.parametrize("stage", STAGES)
def test_routes_are_written_one_stack_at_a_time(synthesized: Synthesized, stage: str) -> None:
    """API Gateway answers a ConflictException to changes of one API that happen at once."""
    artifacts = json.loads((synthesized(stage).out / "manifest.json").read_text())["artifacts"]
    stacks = [name for name in synthesized(stage).by_stack if name.startswith("endpoints-")]
    assert len(stacks) > 1
    for before, after in itertools.pairwise(f"progressive-flow-{stage}-{name}" for name in stacks):
        assert before in artifacts[after]["dependencies"]


def test_a_stack_is_known_for_good() -> None:
    """Another number of stacks, or another hash, would move routes, which CloudFormation cannot do."""
    keys = ["GET /v1/me", "POST /v1/challenges/{slug}/levels/{level}/attempts", "ANY $default"]
    assert spread(keys, 10, str) == {
        0: ["GET /v1/me"],
        5: ["POST /v1/challenges/{slug}/levels/{level}/attempts"],
        9: ["ANY $default"],
    }
