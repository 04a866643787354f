"""Uploads: a closed bucket that browsers write to by forms, and a function outside the network that opens what arrives."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.config import STAGES
from progressive_flow.content.uploads import places
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import INSPECTOR, actions
from tests.infra.templates import Resource, Templates, synthesize

every_stage = pytest.mark.parametrize("stage", STAGES)
ORIGIN = "https://app.example.com"
FUNCTIONS = {
    "progressive-flow-content-request-upload": {"s3:PutObject": ["quarantine/*"]},
    "progressive-flow-content-show-upload": {"s3:GetObject": ["media/*"]},
}


def bucket(templates: Templates) -> Resource:
    (found,) = (each for each in templates.all("AWS::S3::Bucket") if each.id.startswith("Media"))
    return found


def rule(templates: Templates) -> Resource:
    (found,) = (each for each in templates.all("AWS::Events::Rule") if each.stack == "uploads")
    return found


@every_stage
def test_the_bucket_is_closed_and_forgets_what_was_not_kept(synthesized: Synthesized, stage: str) -> None:
    properties = bucket(synthesized(stage)).properties
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    rules = properties["LifecycleConfiguration"]["Rules"]
    assert {row["Prefix"]: row["ExpirationInDays"] for row in rules if "Prefix" in row} == {
        "exported/": 7,
        "quarantine/": 1,
        "inspected/": 1,
    }
    assert any(row.get("AbortIncompleteMultipartUpload") == {"DaysAfterInitiation": 1} for row in rules)
    assert properties["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    assert "VersioningConfiguration" not in properties, "an old version would survive a deletion"
    sending = properties.get("CorsConfiguration", {}).get("CorsRules", [])
    ours = [["https://*.cloudfront.net"]] if STAGES[stage].serves_console else []
    assert [rule["AllowedOrigins"] for rule in sending] == ours, "no other page may send files by default"


def test_pages_of_the_stages_origins_send_files(tmp_path: Path) -> None:
    templates = synthesize("dev", tmp_path, origins=(ORIGIN,))
    (cors,) = bucket(templates).properties["CorsConfiguration"]["CorsRules"]
    assert (cors["AllowedMethods"], cors["AllowedOrigins"]) == (["POST"], [ORIGIN])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_who_signs_may_do_what_it_signs_for_and_no_more(prod: Templates, name: str) -> None:
    allowed = actions(prod.role_of(prod.function(name)))
    found = {action: ends(resources) for action, resources in allowed.items() if action.startswith("s3:")}
    assert found == FUNCTIONS[name]


def ends(resources: list[Any]) -> list[str]:
    """Return the prefixes of object names."""
    return [resource["Fn::Join"][1][-1].lstrip("/") for resource in resources]


@every_stage
def test_the_inspection_is_outside_the_network_and_knows_no_database(synthesized: Synthesized, stage: str) -> None:
    function = synthesized(stage).function(INSPECTOR)
    assert "VpcConfig" not in function.properties
    variables = function.properties["Environment"]["Variables"]
    assert not [name for name in variables if name.startswith("DATABASE")]
    allowed = actions(synthesized(stage).role_of(function))
    assert ends(allowed["s3:GetObject"]) == [f"{places.QUARANTINE}*"]
    assert ends(allowed["s3:PutObject"]) == [f"{places.INSPECTED}*"]
    assert "s3:DeleteObject" not in allowed


def test_one_function_carries_what_opens_files(prod: Templates) -> None:
    carrying = [
        function.properties["FunctionName"]
        for function in prod.all("AWS::Lambda::Function")
        if any(
            prod.at(function.stack, layer).id.startswith("Inspection")
            for layer in function.properties.get("Layers", ())
        )
    ]
    assert carrying == [INSPECTOR]


@every_stage
def test_what_arrives_or_was_scanned_starts_the_inspection(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    pattern, scanned = rule(templates).properties["EventPattern"], STAGES[stage].malware_scan
    assert pattern["source"] == (["aws.guardduty"] if scanned else ["aws.s3"])
    assert "quarantine/" in json.dumps(pattern)
    assert "EventBusName" not in rule(templates).properties, "the bucket reports on the default bus"
    (target,) = rule(templates).properties["Targets"]
    assert templates.called("uploads", target["Arn"]).properties["FunctionName"] == INSPECTOR
    queue = templates.at("uploads", target["DeadLetterConfig"]["Arn"])
    (configured,) = (row for row in templates.all("AWS::Lambda::EventInvokeConfig") if row.stack == "uploads")
    destination = configured.properties["DestinationConfig"]["OnFailure"]["Destination"]
    assert templates.at("uploads", destination).id == queue.id
    (permission,) = (row for row in templates.all("AWS::Lambda::Permission") if row.stack == "uploads")
    assert permission.properties["SourceArn"] == {"Fn::GetAtt": [rule(templates).id, "Arn"]}


@every_stage
def test_the_provider_scans_the_quarantine_where_the_stage_says_so(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    plans = list(templates.all("AWS::GuardDuty::MalwareProtectionPlan"))
    assert len(plans) == STAGES[stage].malware_scan
    for plan in plans:
        guarded = plan.properties["ProtectedResource"]["S3Bucket"]
        assert guarded["ObjectPrefixes"] == [places.QUARANTINE]
        role = templates.at(plan.stack, plan.properties["Role"])
        assert ends(actions(role)["s3:GetObject"]) == [f"{places.QUARANTINE}*"]
        (trust,) = role.properties["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "malware-protection-plan.guardduty.amazonaws.com"}
        assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def delivery_of(templates: Templates) -> dict[str, Any]:
    """Return the distribution of uploads."""
    (found,) = (each for each in templates.all("AWS::CloudFront::Distribution") if each.stack == "stores")
    config: dict[str, Any] = found.properties["DistributionConfig"]
    return config


def test_a_host_of_their_own_delivers_links_and_asks_the_bucket_by_its_name(prod: Templates) -> None:
    """A link is signed for the bucket's host: a Host header that is passed on, or a signature of CloudFront's, breaks it."""
    config = delivery_of(prod)
    (origin,) = config["Origins"]
    assert origin["DomainName"] == {"Fn::GetAtt": [bucket(prod).id, "RegionalDomainName"]}
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert "OriginAccessControlId" not in origin
    behaviour = config["DefaultCacheBehavior"]
    assert (behaviour["ViewerProtocolPolicy"], behaviour["AllowedMethods"]) == ("https-only", ["GET", "HEAD"])
    forwarded = prod.at("stores", behaviour["OriginRequestPolicyId"]).properties["OriginRequestPolicyConfig"]
    assert forwarded["HeadersConfig"] == {"HeaderBehavior": "none"}
    assert forwarded["CookiesConfig"] == {"CookieBehavior": "none"}
    assert forwarded["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert {error["ErrorCachingMinTTL"] for error in config["CustomErrorResponses"]} == {0}
    assert "Aliases" not in config, "another site than the platform's"


def test_nothing_in_a_delivered_file_runs(prod: Templates) -> None:
    behaviour = delivery_of(prod)["DefaultCacheBehavior"]
    said = prod.at("stores", behaviour["ResponseHeadersPolicyId"]).properties["ResponseHeadersPolicyConfig"]
    security = said["SecurityHeadersConfig"]
    assert security["ContentTypeOptions"] == {"Override": True}
    assert security["ContentSecurityPolicy"] == {"ContentSecurityPolicy": "sandbox", "Override": True}
    custom = {item["Header"]: (item["Value"], item["Override"]) for item in said["CustomHeadersConfig"]["Items"]}
    assert custom == {"Cross-Origin-Resource-Policy": ("cross-origin", True)}


def test_who_makes_links_knows_the_host_that_delivers_them(prod: Templates, synthesized: Synthesized) -> None:
    def knowing(templates: Templates) -> set[str]:
        functions = templates.all("AWS::Lambda::Function")
        return {
            each.properties["FunctionName"]
            for each in functions
            if "MEDIA_HOST" in each.properties.get("Environment", {}).get("Variables", {})
        }

    showing = ("content-show-upload", "curriculum-show-page", "social-show-moderated-file")
    assert knowing(prod) == {f"progressive-flow-{name}" for name in showing}
    assert knowing(synthesized("dev")) == set(), "without CloudFront, links name the bucket's host"
