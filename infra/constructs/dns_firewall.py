"""A DNS firewall: the network resolves the names that its functions use, so that none carries data out.

The resolver of a VPC answers past security groups: code could ask for `<data>.example.com`, whose server reads the data.
"""

from __future__ import annotations

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_route53resolver as resolver

from infra.constructs.stack import PlatformStack

ALLOW_PRIORITY, BLOCK_PRIORITY = 100, 200


def allowed_names(region: str) -> list[str]:
    """Return what functions in the network resolve: the database, and services with an endpoint."""
    return [
        f"*.{region}.rds.amazonaws.com",
        f"events.{region}.amazonaws.com",
        f"secretsmanager.{region}.amazonaws.com",
        "*.s3.amazonaws.com",
        f"*.s3.{region}.amazonaws.com",
        f"s3.{region}.amazonaws.com",
    ]


def add_dns_firewall(stack: PlatformStack, vpc: ec2.IVpc) -> None:
    """Let a network's resolver answer for these names, and for no other."""
    allowed = resolver.CfnFirewallDomainList(stack, "AllowedNames", domains=allowed_names(stack.config.region))
    others = resolver.CfnFirewallDomainList(stack, "EveryName", domains=["*"])
    group = resolver.CfnFirewallRuleGroup(
        stack,
        "DnsRules",
        firewall_rules=[
            resolver.CfnFirewallRuleGroup.FirewallRuleProperty(
                action="ALLOW",
                firewall_domain_list_id=allowed.attr_id,
                priority=ALLOW_PRIORITY,
                firewall_domain_redirection_action="TRUST_REDIRECTION_DOMAIN",  # where AWS's names lead is AWS's affair
            ),
            resolver.CfnFirewallRuleGroup.FirewallRuleProperty(
                action="BLOCK",
                block_response="NODATA",
                firewall_domain_list_id=others.attr_id,
                priority=BLOCK_PRIORITY,
            ),
        ],
    )
    resolver.CfnFirewallRuleGroupAssociation(
        stack,
        "DnsFirewall",
        firewall_rule_group_id=group.attr_id,
        vpc_id=vpc.vpc_id,
        priority=ALLOW_PRIORITY + 1,  # AWS keeps 100 and below, and 9900 and above
    )
