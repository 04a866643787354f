"""Resource types of the DNS firewall. moto has none of their calls, so each is only checked against the service's model."""

from __future__ import annotations

from typing import Any

from tests.infra.cloudformation.resource_type import Properties, ResourceType

MADE_UP = {"CreatorRequestId": "made here", "Name": "made-here"}


def _domains(properties: Properties) -> Properties:
    return {"FirewallDomainListId": "made here", "Operation": "ADD", "Domains": properties["Domains"]}


def _rule(properties: Properties) -> Properties:
    """Check the one rule that blocks; the group itself has no property beside its rules."""
    (blocking,) = (dict(rule) for rule in properties["FirewallRules"] if rule["Action"] == "BLOCK")
    return {**MADE_UP, "FirewallRuleGroupId": "made here", **blocking}


def _association(properties: Properties) -> Properties:
    return {**MADE_UP, **properties}


def _id(_parameters: Any) -> dict[str, str]:
    return {"Id": "made here"}


TYPES = (
    ResourceType(
        "AWS::Route53Resolver::FirewallDomainList", "route53resolver", "update_firewall_domains", "",
        "It is not made.", _domains, _id, made=False,
    ),
    ResourceType(
        "AWS::Route53Resolver::FirewallRuleGroup", "route53resolver", "create_firewall_rule", "",
        "It is not made.", _rule, _id, made=False,
    ),
    ResourceType(
        "AWS::Route53Resolver::FirewallRuleGroupAssociation", "route53resolver", "associate_firewall_rule_group", "",
        "It is not made, and every name is resolved.", _association, made=False,
    ),
)  # fmt: skip
