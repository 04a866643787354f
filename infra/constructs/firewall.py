"""The web ACL of CloudFront: AWS's managed rule groups and a rate limit per address."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.config import Config
from infra.constructs.stack import PlatformStack, log_group
from infra.names import SERVICE

# These rules count instead of block: a design exceeds 8 kB, and learners write about scripts, paths and addresses.
COUNT_ONLY = (
    "SizeRestrictions_BODY",
    "CrossSiteScripting_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
    "EC2MetaDataSSRF_BODY",
)
MANAGED_RULE_GROUPS: dict[str, tuple[str, ...]] = {
    "AWSManagedRulesAmazonIpReputationList": (),
    "AWSManagedRulesCommonRuleSet": COUNT_ONLY,
    "AWSManagedRulesKnownBadInputsRuleSet": (),
}
REDACTED_HEADERS = ("authorization", "cookie")
RATE_WINDOW = 300  # seconds


class Firewall(Construct):
    """The web ACL of a distribution, and the log of blocked requests."""

    def __init__(self, stack: PlatformStack, config: Config) -> None:
        super().__init__(stack, "Firewall")
        self.acl = waf.CfnWebACL(
            self,
            "Acl",
            scope="CLOUDFRONT",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visibility("all"),
            rules=[*_managed_rules(), _rate_rule(len(MANAGED_RULE_GROUPS), config.requests_per_address)],
        )
        name = f"aws-waf-logs-{SERVICE}-{config.stage}"  # WAF requires the prefix
        self.log = log_group(self, "Log", days=stack.log_days, removal=stack.removal, physical=name)
        waf.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[self.log.log_group_arn],
            redacted_fields=[
                waf.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": header})
                for header in REDACTED_HEADERS
            ],
            logging_filter=_blocked_only(),
        )


def _managed_rules() -> list[waf.CfnWebACL.RuleProperty]:
    return [
        waf.CfnWebACL.RuleProperty(
            name=name,
            priority=priority,
            override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
            statement=waf.CfnWebACL.StatementProperty(
                managed_rule_group_statement=waf.CfnWebACL.ManagedRuleGroupStatementProperty(
                    vendor_name="AWS", name=name, rule_action_overrides=[_count(rule) for rule in count_only]
                )
            ),
            visibility_config=_visibility(name),
        )
        for priority, (name, count_only) in enumerate(MANAGED_RULE_GROUPS.items())
    ]


def _count(rule: str) -> waf.CfnWebACL.RuleActionOverrideProperty:
    return waf.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=waf.CfnWebACL.RuleActionProperty(count={}))


def _rate_rule(priority: int, max_requests: int) -> waf.CfnWebACL.RuleProperty:
    """Block an address above the limit in five minutes; the API's own limits apply per learner."""
    per_address = waf.CfnWebACL.RateBasedStatementProperty(
        limit=max_requests, aggregate_key_type="IP", evaluation_window_sec=RATE_WINDOW
    )
    block = waf.CfnWebACL.RuleActionProperty(
        block=waf.CfnWebACL.BlockActionProperty(
            custom_response=waf.CfnWebACL.CustomResponseProperty(
                response_code=429,
                response_headers=[waf.CfnWebACL.CustomHTTPHeaderProperty(name="Retry-After", value=str(RATE_WINDOW))],
            )
        )
    )
    return waf.CfnWebACL.RuleProperty(
        name="TooOften",
        priority=priority,
        action=block,
        statement=waf.CfnWebACL.StatementProperty(rate_based_statement=per_address),
        visibility_config=_visibility("TooOften"),
    )


def _visibility(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=f"{SERVICE}-{name}", sampled_requests_enabled=False
    )


def _blocked_only() -> dict[str, Any]:
    """Log blocked requests only: the API's access log has the others."""
    blocked = {"ActionCondition": {"Action": "BLOCK"}}
    return {
        "DefaultBehavior": "DROP",
        "Filters": [{"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": [blocked]}],
    }
