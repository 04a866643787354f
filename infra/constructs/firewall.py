"""The web ACL of CloudFront: AWS's managed rule groups, and a rate limit per address and per token."""

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
            rules=[*_managed_rules(), *_rate_rules(len(MANAGED_RULE_GROUPS), config)],
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


def _rate_rules(priority: int, config: Config) -> list[waf.CfnWebACL.RuleProperty]:
    """Block an address, and a token, above its limit in five minutes.

    The rule on tokens stops a client that repeats itself from many addresses: reads are not counted in the database. A learner
    who refreshes the token begins a new count, so the rule on addresses and the stage's throttle remain against them.
    Requests without the header are not counted by it.
    """
    header = waf.CfnWebACL.RateLimitHeaderProperty(
        name="authorization",
        # one token counts as one, however the scheme before it is written; a token's own letters are long enough
        text_transformations=[
            waf.CfnWebACL.TextTransformationProperty(priority=0, type="LOWERCASE"),
            waf.CfnWebACL.TextTransformationProperty(priority=1, type="COMPRESS_WHITE_SPACE"),
        ],
    )
    per_address = waf.CfnWebACL.RateBasedStatementProperty(
        limit=config.requests_per_address, aggregate_key_type="IP", evaluation_window_sec=RATE_WINDOW
    )
    per_token = waf.CfnWebACL.RateBasedStatementProperty(
        limit=config.requests_per_token,
        aggregate_key_type="CUSTOM_KEYS",
        custom_keys=[waf.CfnWebACL.RateBasedStatementCustomKeyProperty(header=header)],
        evaluation_window_sec=RATE_WINDOW,
    )
    return [_rate_rule("TooOften", priority, per_address), _rate_rule("TokenTooOften", priority + 1, per_token)]


def _rate_rule(
    name: str, priority: int, statement: waf.CfnWebACL.RateBasedStatementProperty
) -> waf.CfnWebACL.RuleProperty:
    block = waf.CfnWebACL.RuleActionProperty(
        block=waf.CfnWebACL.BlockActionProperty(
            custom_response=waf.CfnWebACL.CustomResponseProperty(
                response_code=429,
                response_headers=[waf.CfnWebACL.CustomHTTPHeaderProperty(name="Retry-After", value=str(RATE_WINDOW))],
            )
        )
    )
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        action=block,
        statement=waf.CfnWebACL.StatementProperty(rate_based_statement=statement),
        visibility_config=_visibility(name),
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
