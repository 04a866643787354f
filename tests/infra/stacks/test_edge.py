"""Of the API only public routes are cached, and requests that bypass CloudFront are rejected."""

import dataclasses
import json
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from infra.config import STAGES
from infra.stacks.edge import cached_paths
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from tests.infra import variants
from tests.infra.conftest import Synthesized
from tests.infra.templates import Templates, synthesize

DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # AWS's own policies
ALL_BUT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


def distribution(templates: Templates) -> dict[str, Any]:
    (resource,) = (each for each in templates.all("AWS::CloudFront::Distribution") if each.stack == "edge")
    found: dict[str, Any] = resource.properties["DistributionConfig"]
    return found


def forwarded(templates: Templates) -> dict[str, Any]:
    """Return the behavior of what is forwarded to the API."""
    (found,) = (each for each in distribution(templates)["CacheBehaviors"] if each["PathPattern"] == "/v1/*")
    behavior: dict[str, Any] = found
    return behavior


def cached(templates: Templates) -> dict[str, dict[str, Any]]:
    """Return the behaviors of the API's cached routes, by their paths."""
    behaviors = distribution(templates)["CacheBehaviors"]
    return {each["PathPattern"]: each for each in behaviors if each["PathPattern"] not in {"/v1/*", "/assets/*"}}


def api_origin(templates: Templates) -> dict[str, Any]:
    """Return the API as CloudFront's origin."""
    (found,) = (each for each in distribution(templates)["Origins"] if "CustomOriginConfig" in each)
    origin: dict[str, Any] = found
    return origin


@pytest.fixture
def named(synthesized: Synthesized) -> Templates:
    return synthesized("prod", domain=variants.DOMAIN)


def test_only_public_routes_are_cached(prod: Templates) -> None:
    kept = cached(prod)
    public = {
        endpoint.route.path.replace("{kind}", "*").replace("{file}", "*")
        for endpoint in registry.endpoints()
        if endpoint.route.access is Access.PUBLIC and endpoint.route.cache.startswith("public")
    }
    assert kept.keys() == public == set(cached_paths())
    assert "/v1/health" not in kept, "it says no-store"
    assert "/v1/icons/*/*" in kept
    others = [e.route.path for e in registry.endpoints() if e.route.access is not Access.PUBLIC]
    assert [path for path in others if any(fnmatch(path, pattern) for pattern in kept)] == []
    for behaviour in kept.values():
        policy = prod.at("edge", behaviour["CachePolicyId"]).properties["CachePolicyConfig"]
        assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0), "as long as the answer says"
        key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
        assert key["HeadersConfig"] == {"HeaderBehavior": "none"}, "an origin that is made up would pass the cache"
        assert key["CookiesConfig"] == {"CookieBehavior": "none"}
        assert key["QueryStringsConfig"] == {"QueryStringBehavior": "none"}, "one that is made up would pass the cache"
        forwarded = prod.at("edge", behaviour["OriginRequestPolicyId"]).properties["OriginRequestPolicyConfig"]
        assert forwarded["HeadersConfig"] == {
            "HeaderBehavior": "whitelist",
            "Headers": ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"],
        }, "a token would be passed on and its answer kept for all; with the viewer's Host the gateway answers 403"
        assert (forwarded["CookiesConfig"], forwarded["QueryStringsConfig"]) == (
            {"CookieBehavior": "none"},
            {"QueryStringBehavior": "none"},
        )
        assert sorted(behaviour["AllowedMethods"]) == ["GET", "HEAD", "OPTIONS"]
        assert "CachedMethods" not in behaviour, "preflight requests are answered by the API"


def test_cloudfront_says_which_pages_may_read_a_cached_answer(later: Templates) -> None:
    """It is cached for every origin, so the API's own header would name the origin that came first."""
    (policy_id,) = {behaviour["ResponseHeadersPolicyId"]["Ref"] for behaviour in cached(later).values()}
    policy = later.at("edge", {"Ref": policy_id}).properties["ResponseHeadersPolicyConfig"]
    (api,) = later.all("AWS::ApiGatewayV2::Api")
    allowed = api.properties["CorsConfiguration"]
    said = policy["CorsConfig"]
    assert said["OriginOverride"] is True
    assert said["AccessControlAllowOrigins"]["Items"] == allowed["AllowOrigins"]
    assert said["AccessControlExposeHeaders"]["Items"] == allowed["ExposeHeaders"]
    assert said["AccessControlAllowHeaders"]["Items"] == allowed["AllowHeaders"]
    assert set(said["AccessControlAllowMethods"]["Items"]) == {"GET", "HEAD", "OPTIONS"}
    assert policy["SecurityHeadersConfig"]["FrameOptions"] == {"FrameOption": "DENY", "Override": True}


def test_no_cached_route_has_a_parameter() -> None:
    cached = [endpoint for endpoint in registry.endpoints() if endpoint.route.path in cached_paths()]
    assert cached
    asking = {endpoint.route.key: [name for name in endpoint.binding.parameters if endpoint.binding.place(name) == "query"]
              for endpoint in cached}  # fmt: skip
    assert not any(asking.values()), asking


def test_everything_else_is_forwarded_with_its_token_and_not_cached(prod: Templates) -> None:
    behaviour = forwarded(prod)
    assert behaviour["CachePolicyId"] == DISABLED
    assert behaviour["OriginRequestPolicyId"] == ALL_BUT_HOST
    assert set(behaviour["AllowedMethods"]) >= {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def test_errors_are_not_cached(prod: Templates) -> None:
    ttl = {error["ErrorCode"]: error["ErrorCachingMinTTL"] for error in distribution(prod)["CustomErrorResponses"]}
    assert set(ttl.values()) == {0}
    assert {400, 403, 404, 405, 500, 503} <= ttl.keys()


def test_every_connection_uses_tls(prod: Templates) -> None:
    """Whoever types an address without `https` is sent on; a token that is sent without it is refused, and not sent on."""
    config = distribution(prod)
    to_api = [forwarded(prod), *cached(prod).values()]
    assert {behavior["ViewerProtocolPolicy"] for behavior in to_api} == {"https-only"}
    pages = [config["DefaultCacheBehavior"], *(each for each in config["CacheBehaviors"] if each not in to_api)]
    assert {behavior["ViewerProtocolPolicy"] for behavior in pages} == {"redirect-to-https"}
    assert api_origin(prod)["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


def test_the_origin_key_is_a_dynamic_reference(prod: Templates) -> None:
    (header,) = api_origin(prod)["OriginCustomHeaders"]
    assert header["HeaderName"] == "x-origin-key"
    assert header["HeaderValue"] == "{{resolve:secretsmanager:progressive-flow-origin-key:SecretString:1::}}"


def test_every_endpoint_checks_the_origin_key(prod: Templates, synthesized: Synthesized) -> None:
    for domain in (stack for stack in prod.by_stack if stack.startswith("endpoints-")):
        for function in (resource for resource in prod.all("AWS::Lambda::Function") if resource.stack == domain):
            known = function.properties["Environment"]["Variables"]["ORIGIN_KEYS"]
            assert known == "{{resolve:ssm:/progressive-flow/origin-keys/1}}"
    for function in synthesized("dev").all("AWS::Lambda::Function"):
        assert "ORIGIN_KEYS" not in json.dumps(function.properties), "dev has no edge"


def test_a_new_generation_changes_functions_first_and_cloudfront_last(
    prod: Templates, synthesized: Synthesized
) -> None:
    rotated = synthesized("prod", origin_key=2)
    changed = {stack for stack, template in rotated.by_stack.items() if template != prod.by_stack[stack]}
    assert changed == {"origin", "edge", *(stack for stack in prod.by_stack if stack.startswith("endpoints-"))}
    artifacts = json.loads((rotated.out / "manifest.json").read_text())["artifacts"]
    edge = artifacts["progressive-flow-prod-edge"]["dependencies"]
    for stack in (stack for stack in prod.by_stack if stack.startswith("endpoints-")):
        assert "progressive-flow-prod-origin" in artifacts[f"progressive-flow-prod-{stack}"]["dependencies"]
        assert f"progressive-flow-prod-{stack}" in edge


def test_the_rotation_writes_the_parameters_itself(prod: Templates) -> None:
    """CloudFormation would delete the previous parameter, which a rollback needs."""
    assert not [resource for resource in prod.all("AWS::SSM::Parameter") if resource.stack == "origin"]
    rotate = prod.function("progressive-flow-operations-rotate-origin-key")
    assert rotate.properties["Environment"]["Variables"]["ORIGIN_PARAMETERS"] == "/progressive-flow/origin-keys/"
    (rotation,) = (resource for resource in prod.all("Custom::Operation") if resource.stack == "origin")
    assert rotation.properties["Generation"] == "1"


def test_the_web_acl_blocks_addresses_above_the_rate_limit(prod: Templates) -> None:
    acl = prod.one("AWS::WAFv2::WebACL").properties
    assert acl["Scope"] == "CLOUDFRONT"
    rules = {rule["Name"]: rule for rule in acl["Rules"]}
    assert len({rule["Priority"] for rule in acl["Rules"]}) == len(rules)
    limit = rules["TooOften"]["Statement"]["RateBasedStatement"]
    assert (limit["Limit"], limit["AggregateKeyType"]) == (2000, "IP")
    assert rules["TooOften"]["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
    managed = {name for name in rules if name.startswith("AWSManagedRules")}
    assert {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"} <= managed
    reference = distribution(prod)["WebACLId"]
    assert prod.at("edge", reference).type == "AWS::WAFv2::WebACL"


def test_the_web_acl_blocks_tokens_above_the_rate_limit(prod: Templates) -> None:
    """Reads are not counted in the database, so that without it one token could use up the stage's throttle."""
    rules = {rule["Name"]: rule for rule in prod.one("AWS::WAFv2::WebACL").properties["Rules"]}
    limit = rules["TokenTooOften"]["Statement"]["RateBasedStatement"]
    assert (limit["Limit"], limit["AggregateKeyType"]) == (1500, "CUSTOM_KEYS")
    (key,) = limit["CustomKeys"]
    assert key["Header"]["Name"] == "authorization"
    assert [step["Type"] for step in key["Header"]["TextTransformations"]] == ["LOWERCASE", "COMPRESS_WHITE_SPACE"]
    assert rules["TokenTooOften"]["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
    assert limit["Limit"] / limit["EvaluationWindowSec"] <= STAGES["prod"].rate / 100, "a hundredth of the throttle"


def test_a_large_design_is_not_blocked(prod: Templates) -> None:
    """The rule set blocks bodies above 8 kB, and the largest design is far larger."""
    rules = {rule["Name"]: rule for rule in prod.one("AWS::WAFv2::WebACL").properties["Rules"]}
    group = rules["AWSManagedRulesCommonRuleSet"]["Statement"]["ManagedRuleGroupStatement"]
    counted = {rule["Name"] for rule in group["RuleActionOverrides"] if "Count" in rule["ActionToUse"]}
    assert "SizeRestrictions_BODY" in counted


def test_the_web_acls_log_redacts_tokens(prod: Templates) -> None:
    logging = prod.one("AWS::WAFv2::LoggingConfiguration").properties
    hidden = {field["SingleHeader"]["Name"] for field in logging["RedactedFields"]}
    assert hidden == {"authorization", "cookie"}
    group = prod.at("edge", logging["LogDestinationConfigs"][0])
    assert group.properties["LogGroupName"].startswith("aws-waf-logs-")


def test_responses_have_security_headers(prod: Templates) -> None:
    for behavior in (forwarded(prod), *cached(prod).values()):
        policy = prod.at("edge", behavior["ResponseHeadersPolicyId"])
        said = policy.properties["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        assert said["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
        assert said["ContentTypeOptions"]["Override"] is True
        assert said["ContentSecurityPolicy"]["Override"] is False, "the documentation page brings its own"


def test_without_a_domain_cloudfront_uses_the_default_endpoint(prod: Templates) -> None:
    assert not prod.one("AWS::ApiGatewayV2::Api").properties.get("DisableExecuteApiEndpoint")
    assert not list(prod.all("AWS::ApiGatewayV2::DomainName"))


def test_with_a_domain_the_default_endpoint_is_disabled(named: Templates) -> None:
    assert named.one("AWS::ApiGatewayV2::Api").properties["DisableExecuteApiEndpoint"] is True
    assert named.one("AWS::ApiGatewayV2::DomainName").properties["DomainName"] == f"{variants.LABEL}.api.example.com"
    mapping = named.one("AWS::ApiGatewayV2::ApiMapping").properties
    assert named.at("api", mapping["ApiId"]).type == "AWS::ApiGatewayV2::Api"
    config = distribution(named)
    assert api_origin(named)["DomainName"] == f"{variants.LABEL}.api.example.com"
    assert config["Aliases"] == ["api.example.com"]
    records = {resource.properties["Name"] for resource in named.all("AWS::Route53::RecordSet")}
    assert records == {"api.example.com.", f"{variants.LABEL}.api.example.com."}


def test_with_a_domain_cloudfront_accepts_no_older_tls(named: Templates, prod: Templates) -> None:
    assert distribution(named)["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert "ViewerCertificate" not in distribution(prod), "CloudFront's own, whose protocols nobody chooses"


def test_without_cloudfront_the_domain_is_the_apis(optional: Templates) -> None:
    assert optional.one("AWS::ApiGatewayV2::DomainName").properties["DomainName"] == "api.example.com"


def test_cloudfront_in_another_region_is_rejected(folder: Path) -> None:
    with pytest.raises(ValueError, match="us-east-1"):
        synthesize("prod", folder, region="eu-west-1")


def test_a_name_that_can_be_guessed_is_rejected() -> None:
    with pytest.raises(ValueError, match="random"):
        dataclasses.replace(variants.DOMAIN, origin_label="origin")


def test_the_sent_key_is_recorded_after_cloudfront_has_changed(prod: Templates) -> None:
    (recorded,) = (row for row in prod.all("AWS::SSM::Parameter") if row.stack == "edge")
    assert recorded.properties["Name"] == "/progressive-flow/origin-key-sent"
    assert recorded.properties["Value"] == "1"
    (edge,) = (each for each in prod.all("AWS::CloudFront::Distribution") if each.stack == "edge")
    assert edge.id in recorded.whole["DependsOn"]
    rotate = prod.function("progressive-flow-operations-rotate-origin-key")
    assert rotate.properties["Environment"]["Variables"]["ORIGIN_SENT"] == recorded.properties["Name"]
