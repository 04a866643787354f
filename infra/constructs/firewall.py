"""What the edge refuses: addresses of ill repute, requests that look like attacks, and whoever asks too often."""

from __future__ import annotations

from typing import Any

from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.config import Config
from infra.constructs.stack import PlatformStack, log_group
from infra.names import SERVICE

# A design is larger than the 8 kB that the rule takes for an attack, and learners write about scripts and addresses.
COUNTED = (
    "SizeRestrictions_BODY",
    "CrossSiteScripting_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
    "EC2MetaDataSSRF_BODY",
)
MANAGED: dict[str, tuple[str, ...]] = {
    "AWSManagedRulesAmazonIpReputationList": (),
    "AWSManagedRulesCommonRuleSet": COUNTED,
    "AWSManagedRulesKnownBadInputsRuleSet": (),
}
UNSEEN = ("authorization", "cookie")


class Firewall(Construct):
    """The web ACL of a distribution, and the log of what it refused."""

    def __init__(self, stack: PlatformStack, config: Config) -> None:
        super().__init__(stack, "Firewall")
        self.acl = waf.CfnWebACL(
            self,
            "Acl",
            scope="CLOUDFRONT",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_seen("all"),
            rules=[*_managed(), _rate(len(MANAGED), config.requests_per_address)],
        )
        name = f"aws-waf-logs-{SERVICE}-{config.stage}"  # as WAF demands
        self.log = log_group(self, "Log", days=stack.log_days, removal=stack.removal, physical=name)
        waf.CfnLoggingConfiguration(
            self,
            "Logging",
            resource_arn=self.acl.attr_arn,
            log_destination_configs=[self.log.log_group_arn],
            redacted_fields=[
                waf.CfnLoggingConfiguration.FieldToMatchProperty(single_header={"Name": each}) for each in UNSEEN
            ],
            logging_filter=_refused(),
        )


def _managed() -> list[waf.CfnWebACL.RuleProperty]:
    return [
        waf.CfnWebACL.RuleProperty(
            name=name,
            priority=priority,
            override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
            statement=waf.CfnWebACL.StatementProperty(
                managed_rule_group_statement=waf.CfnWebACL.ManagedRuleGroupStatementProperty(
                    vendor_name="AWS",
                    name=name,
                    rule_action_overrides=[
                        waf.CfnWebACL.RuleActionOverrideProperty(
                            name=each, action_to_use=waf.CfnWebACL.RuleActionProperty(count={})
                        )
                        for each in counted
                    ],
                )
            ),
            visibility_config=_seen(name),
        )
        for priority, (name, counted) in enumerate(MANAGED.items())
    ]


def _rate(priority: int, most: int) -> waf.CfnWebACL.RuleProperty:
    """Refuse an address that asks more than this in five minutes; learners are throttled one by one behind it."""
    by_address = waf.CfnWebACL.RateBasedStatementProperty(
        limit=most, aggregate_key_type="IP", evaluation_window_sec=300
    )
    too_many = waf.CfnWebACL.RuleActionProperty(
        block=waf.CfnWebACL.BlockActionProperty(
            custom_response=waf.CfnWebACL.CustomResponseProperty(
                response_code=429,
                response_headers=[waf.CfnWebACL.CustomHTTPHeaderProperty(name="Retry-After", value="300")],
            )
        )
    )
    return waf.CfnWebACL.RuleProperty(
        name="TooOften",
        priority=priority,
        action=too_many,
        statement=waf.CfnWebACL.StatementProperty(rate_based_statement=by_address),
        visibility_config=_seen("TooOften"),
    )


def _seen(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=f"{SERVICE}-{name}", sampled_requests_enabled=False
    )


def _refused() -> dict[str, Any]:
    """Keep what was not let through: the API's own log has the rest."""
    blocked = {"ActionCondition": {"Action": "BLOCK"}}
    return {
        "DefaultBehavior": "DROP",
        "Filters": [{"Behavior": "KEEP", "Requirement": "MEETS_ANY", "Conditions": [blocked]}],
    }
