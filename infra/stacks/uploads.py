"""The inspection of uploads: what starts it, and the provider's scan for malware where the stage has it."""

from __future__ import annotations

from aws_cdk import aws_events as events
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.failure_queue import Retries, failure_queue, send_failures, send_from, send_statement
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.constructs.malware_scan import add_malware_scan
from infra.context import StageContext
from progressive_flow.content.inspection.service import SCANNED
from progressive_flow.content.uploads import places
from progressive_flow.kernel.declarations import registry

INSPECTION = "inspect_upload"
RETRIES = Retries(attempts=2, max_age=3600)  # a request for an upload is over after an hour


class Uploads(FunctionStack):
    """The function that inspects uploads. It runs outside the network, and has no way to the database."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "uploads", context)
        self.failures = failure_queue(self, self.removal)
        (declared,) = (each.declaration for each in registry.operations() if each.declaration.name == INSPECTION)
        self.inspection = PlatformFunction(self, FunctionSpec(declared, statements=[send_statement(self.failures)]))
        send_failures(self, self.inspection, self.failures, RETRIES)
        if context.config.malware_scan:
            add_malware_scan(self, context.stores)
        self._add_rule(scans=context.config.malware_scan)

    def _add_rule(self, *, scans: bool) -> None:
        """Start the inspection when a file has arrived; where files are scanned, when its scan is over."""
        alias = self.inspection.live
        rule = events.CfnRule(
            self,
            "Arrived",
            description="A file arrived in quarantine",
            event_pattern=scanned(self.context) if scans else arrived(self.context),
            targets=[
                events.CfnRule.TargetProperty(
                    id="inspection",
                    arn=alias.function_arn,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=self.failures.queue_arn),
                )
            ],
        )
        lambda_.CfnPermission(
            self,
            "MayInspect",
            action="lambda:InvokeFunction",
            function_name=alias.function_arn,
            principal="events.amazonaws.com",
            source_arn=rule.attr_arn,
        )
        self.failures.add_to_resource_policy(send_from(rule.attr_arn, self.failures))


def arrived(context: StageContext) -> dict[str, object]:
    """Return the pattern of the bucket's event of a file in quarantine."""
    named = {"bucket": {"name": [context.stores.media_name]}, "object": {"key": [{"prefix": places.QUARANTINE}]}}
    return {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": named}


def scanned(context: StageContext) -> dict[str, object]:
    """Return the pattern of the event that a scan of a file in quarantine is over, whatever it found."""
    named = {"bucketName": [context.stores.media_name], "objectKey": [{"prefix": places.QUARANTINE}]}
    return {"source": ["aws.guardduty"], "detail-type": [SCANNED], "detail": {"s3ObjectDetails": named}}
