"""The web console: a closed bucket that CloudFront alone reads, under headers that let its own scripts run and no others."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.delivery.assets import Assets
from progressive_flow.kernel.declarations import console
from tests.infra import variants
from tests.infra.conftest import Synthesized
from tests.infra.stacks.test_edge import distribution
from tests.infra.templates import Resource, Templates
from tests.support import viewer_functions

PATHS = {
    "/": "/index.html",
    "/challenges/static-website": "/index.html",
    "/challenges/acme:shop/levels/2/": "/index.html",
    "/v1.2/releases": "/index.html",
    "/v10": "/index.html",
    "/assetsmith": "/index.html",
    "/index.html": "/index.html",
    "/config.json": "/config.json",
    "/robots.txt": "/robots.txt",
    "/assets/app-4f2a.js": "/assets/app-4f2a.js",
    "/assets/no-dot": "/assets/no-dot",
    "/assets": "/assets",
    "/v1": "/v1",
    "/v1/me": "/v1/me",
}


def bucket(templates: Templates) -> Resource:
    (found,) = (each for each in templates.all("AWS::S3::Bucket") if each.stack == "edge")
    return found


def function(templates: Templates, stack: str) -> str:
    (found,) = (each for each in templates.all("AWS::CloudFront::Function") if each.stack == stack)
    code: str = found.properties["FunctionCode"]
    return code


def joined(value: Any) -> str:
    """Return a value's text, with a reference as the id of what it names."""
    if isinstance(value, str):
        return value
    if "Fn::Join" in value:
        return "".join(map(joined, value["Fn::Join"][1]))
    return f"<{value['Ref'] if 'Ref' in value else value['Fn::GetAtt'][0]}>"


def test_the_bucket_is_closed_to_everybody_but_this_distribution(prod: Templates) -> None:
    made = bucket(prod)
    assert set(made.properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert "BucketEncryption" in made.properties
    (policy,) = (each for each in prod.all("AWS::S3::BucketPolicy") if each.stack == "edge")
    refused, allowed = policy.properties["PolicyDocument"]["Statement"]
    assert (refused["Effect"], refused["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert sorted(allowed["Action"]) == ["s3:GetObject", "s3:ListBucket"], "to list makes a missing file a 404"
    source = joined(allowed["Condition"]["StringEquals"]["AWS:SourceArn"])
    (edge,) = (each for each in prod.all("AWS::CloudFront::Distribution") if each.stack == "edge")
    assert source.endswith(f":distribution/<{edge.id}>")


def test_cloudfront_signs_what_it_asks_of_the_bucket(prod: Templates) -> None:
    config = distribution(prod)
    origin = next(each for each in config["Origins"] if each["Id"] == config["DefaultCacheBehavior"]["TargetOriginId"])
    assert prod.at("edge", origin["DomainName"]).id == bucket(prod).id
    control = prod.at("edge", origin["OriginAccessControlId"]).properties["OriginAccessControlConfig"]
    assert (control["SigningBehavior"], control["SigningProtocol"]) == ("always", "sigv4")


def test_pages_are_the_default_and_the_api_keeps_its_paths(prod: Templates) -> None:
    config = distribution(prod)
    api = next(each["Id"] for each in config["Origins"] if "CustomOriginConfig" in each)
    patterns = [behavior["PathPattern"] for behavior in config["CacheBehaviors"]]
    to_api = [each["PathPattern"] for each in config["CacheBehaviors"] if each["TargetOriginId"] == api]
    assert patterns == [*to_api, "/assets/*"]
    assert to_api[-1] == "/v1/*", "CloudFront takes the first that fits, and cached routes are under it too"
    assert all(pattern.startswith("/v1/") for pattern in to_api)
    for behavior in (config["DefaultCacheBehavior"], config["CacheBehaviors"][-1]):
        assert behavior["AllowedMethods"] == ["GET", "HEAD"]
        assert "OriginRequestPolicyId" not in behavior, "no query, cookie or token reaches the bucket"
        policy = prod.at("edge", behavior["CachePolicyId"]).properties["CachePolicyConfig"]
        assert (policy["MinTTL"], policy["DefaultTTL"]) == (0, 0), "as long as the file says"


def test_an_error_of_the_api_stays_an_error(prod: Templates) -> None:
    """A page in the place of errors is the usual way to serve an application, and would turn each 404 into a page."""
    errors = distribution(prod)["CustomErrorResponses"]
    assert [error for error in errors if "ResponsePagePath" in error or "ResponseCode" in error] == []


def test_a_function_answers_the_address_of_a_page_with_the_application(prod: Templates) -> None:
    passed_on = viewer_functions.run(function(prod, "edge"), *PATHS)
    assert {path: request["uri"] for path, request in zip(PATHS, passed_on, strict=True)} == PATHS
    behavior = distribution(prod)["DefaultCacheBehavior"]
    (association,) = behavior["FunctionAssociations"]
    assert association["EventType"] == "viewer-request"


def test_the_local_gateway_has_the_same_rule() -> None:
    assert {path: console.file_of(path) for path in PATHS} == PATHS


def test_pages_run_their_own_scripts_and_reach_what_they_need(prod: Templates) -> None:
    for behavior in (distribution(prod)["DefaultCacheBehavior"], distribution(prod)["CacheBehaviors"][-1]):
        said = prod.at("edge", behavior["ResponseHeadersPolicyId"]).properties["ResponseHeadersPolicyConfig"]
        security = said["SecurityHeadersConfig"]
        assert security["ContentSecurityPolicy"]["Override"] is True
        policy = joined(prod.followed(security["ContentSecurityPolicy"]["ContentSecurityPolicy"]))
        directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
        media = "https://<MediaDelivery7D24D02D>"
        assert directives == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": f"'self' data: {media}",
            "media-src": media,
            "font-src": "'self'",
            "connect-src": "'self' https://cognito-idp.us-east-1.amazonaws.com https://<MediaA721A567>.s3.us-east-1.amazonaws.com",
            "frame-src": media,
            "manifest-src": "'self'",
            "form-action": "'none'",
            "base-uri": "'none'",
            "frame-ancestors": "'none'",
        }
        assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
        assert security["ContentTypeOptions"] == {"Override": True}
        assert security["ReferrerPolicy"] == {"ReferrerPolicy": "no-referrer", "Override": True}
        custom = {item["Header"]: (item["Value"], item["Override"]) for item in said["CustomHeadersConfig"]["Items"]}
        assert custom["Cross-Origin-Opener-Policy"] == ("same-origin", True)
        assert "camera=()" in custom["Permissions-Policy"][0]


def test_pages_call_the_pages_to_sign_in_where_there_are_some(synthesized: Synthesized) -> None:
    named = synthesized("prod", domain=variants.DOMAIN)
    policy_id = distribution(named)["DefaultCacheBehavior"]["ResponseHeadersPolicyId"]
    said = named.at("edge", policy_id).properties["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    policy = joined(named.followed(said["ContentSecurityPolicy"]["ContentSecurityPolicy"]))
    domain = named.one("AWS::Cognito::UserPoolDomain").id
    assert f" https://<{domain}>.auth.us-east-1.amazoncognito.com " in policy
    (settings,) = (
        held["SourceMarkers"][1]
        for held in (each.properties for each in named.all("Custom::CDKBucketDeployment"))
        if "SourceMarkers" in held
    )
    (client,) = (each for each in named.all("AWS::Cognito::UserPoolClient") if each.properties.get("CallbackURLs"))
    assert f'"<{client.id}>"' in [joined(named.followed(value)) for value in settings.values()]


def test_the_preview_is_on_the_host_of_uploads_and_runs_in_an_origin_of_its_own(prod: Templates) -> None:
    (made,) = (each for each in prod.all("AWS::CloudFront::Distribution") if each.stack == "stores")
    (behavior,) = made.properties["DistributionConfig"]["CacheBehaviors"]
    assert behavior["PathPattern"] == "/preview.html"
    assert behavior["FunctionAssociations"][0]["EventType"] == "viewer-request"
    (answer,) = viewer_functions.run(function(prod, "stores"), "/preview.html")
    assert answer["statusCode"] == 200
    headers = {name: held["value"] for name, held in answer["headers"].items()}
    assert headers["content-security-policy"] == (
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
    )
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert int(headers["strict-transport-security"].partition("=")[2].partition(";")[0]) >= 31536000
    assert answer["body"]["data"] == (Path(__file__).parents[3] / "console" / "public" / "preview.html").read_text()


def test_the_preview_fits_into_a_function(prod: Templates) -> None:
    assert len(function(prod, "stores").encode()) <= 10_240


def test_pages_of_the_console_send_files(prod: Templates, synthesized: Synthesized) -> None:
    def allowed(templates: Templates) -> list[str]:
        (media,) = (each for each in templates.all("AWS::S3::Bucket") if each.id.startswith("Media"))
        (rule,) = media.properties["CorsConfiguration"]["CorsRules"]
        assert rule["AllowedMethods"] == ["POST"]
        origins: list[str] = rule["AllowedOrigins"]
        return origins

    assert allowed(prod) == ["https://*.cloudfront.net"]
    assert allowed(synthesized("prod", domain=variants.DOMAIN)) == ["https://api.example.com"]


def test_the_trail_has_each_change_of_a_file(prod: Templates) -> None:
    selectors = prod.one("AWS::CloudTrail::Trail").properties["EventSelectors"]
    (ours,) = (each for each in selectors if bucket(prod).id in json.dumps(prod.followed(each)))
    assert (ours["ReadWriteType"], ours["IncludeManagementEvents"]) == ("WriteOnly", False)


def test_a_stage_without_a_console_has_the_api_alone(synthesized: Synthesized) -> None:
    without = synthesized("prod", console=False)
    config = distribution(without)
    assert [origin for origin in config["Origins"] if "S3OriginConfig" in origin] == []
    assert set(config["DefaultCacheBehavior"]["AllowedMethods"]) >= {"POST", "DELETE"}
    assert list(without.all("AWS::CloudFront::Function")) == []
    assert not [each for each in without.all("AWS::S3::Bucket") if each.stack == "edge"]
    assert list(synthesized("dev").all("Custom::CDKBucketDeployment")) == [], "dev has no CloudFront"


def test_a_console_that_is_not_built_stops_the_synthesis_with_the_way_to_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"run `make console`.*`console=False`"):
        Assets(tmp_path, console=tmp_path).console()
