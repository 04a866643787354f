"""The network's ways to AWS services lead to this account alone, and its resolver to their names alone."""

import json

import pytest

from infra.config import STAGES
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import actions, listed
from tests.infra.templates import Templates

every_stage = pytest.mark.parametrize("stage", STAGES)


@every_stage
def test_endpoints_lead_to_this_accounts_resources_alone(synthesized: Synthesized, stage: str) -> None:
    allowed = {
        "s3": {"AbortMultipartUpload", "DeleteObject", "GetObject", "ListBucket", "PutObject"},
        "secretsmanager": {"GetSecretValue", "PutSecretValue"},
        "events": {"PutEvents"},
    }
    account = {"Ref": "AWS::AccountId"}
    endpoints = list(synthesized(stage).all("AWS::EC2::VPCEndpoint"))
    assert len(endpoints) == len(allowed)
    for endpoint in endpoints:
        (statement,) = endpoint.properties["PolicyDocument"]["Statement"]
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        (service,) = {action.partition(":")[0] for action in actions}
        assert service in json.dumps(endpoint.properties["ServiceName"])
        assert {action.partition(":")[2] for action in actions} == allowed[service]
        own = {"aws:PrincipalAccount": account, "aws:ResourceAccount": account}
        assert statement["Condition"] == {"StringEquals": own}


@every_stage
def test_the_network_resolves_no_name_but_those_of_its_services(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    lists = {row.id: row.properties["Domains"] for row in templates.all("AWS::Route53Resolver::FirewallDomainList")}
    rules = sorted(
        templates.one("AWS::Route53Resolver::FirewallRuleGroup").properties["FirewallRules"],
        key=lambda rule: rule["Priority"],
    )
    named = [(rule["Action"], lists[rule["FirewallDomainListId"]["Fn::GetAtt"][0]]) for rule in rules]
    assert named[-1] == ("BLOCK", ["*"])
    ((action, names),) = named[:-1]
    assert action == "ALLOW"
    assert all(name.endswith(".amazonaws.com") for name in names)
    assert not {"*.amazonaws.com", "amazonaws.com", "*.us-east-1.amazonaws.com"} & set(names)
    association = templates.one("AWS::Route53Resolver::FirewallRuleGroupAssociation").properties
    assert templates.at("network", association["VpcId"]).type == "AWS::EC2::VPC"


def test_the_dns_firewall_is_an_option(optional: Templates) -> None:
    kinds = {resource.type for resource in optional.all()}
    assert not [kind for kind in kinds if kind.startswith("AWS::Route53Resolver")]


@every_stage
def test_the_endpoints_allow_what_functions_in_the_network_may_do(synthesized: Synthesized, stage: str) -> None:
    """A permission that the endpoint's policy leaves out is refused on AWS alone."""
    templates = synthesized(stage)
    documents = [endpoint.properties["PolicyDocument"] for endpoint in templates.all("AWS::EC2::VPCEndpoint")]
    passed = {action for document in documents for row in document["Statement"] for action in listed(row["Action"])}
    inside = [row for row in templates.all("AWS::Lambda::Function") if "VpcConfig" in row.properties]
    called = {
        action
        for function in inside
        for action in actions(templates.role_of(function))
        if action.startswith(("events:", "s3:", "secretsmanager:"))
    }
    assert called
    assert called <= passed
