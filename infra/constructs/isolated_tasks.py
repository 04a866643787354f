"""Functions that run code of other people: in the VPC, with no way out of it, invoked and answered for by AWS's services alone.

    run_task -> the isolated bus -> the function -> Lambda's destination -> the isolated bus -> the queue of `take_answer`

A function that was broken into has a role that may write its log and put events on that bus, and no connection to use it: its
security group allows none. Lambda delivers what it returns, or that it failed. What it was given is kept nowhere: rules have no
queue for what they could not deliver, and the failure queue gets a failure without its request, since the table repeats the task.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.failure_queue import failure_queue, send_from
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from progressive_flow.kernel.declarations.tasks import TaskFunction, TaskKind
from progressive_flow.kernel.events.bus import SOURCE
from progressive_flow.kernel.tasks import isolated
from progressive_flow.kernel.tasks.events import TaskSent
from progressive_flow.kernel.tasks.runner import WAY

SUCCESS, FAILURE = (f"Lambda Function Invocation Result - {result}" for result in ("Success", "Failure"))
SENT = "$.detail.requestPayload.detail.payload"  # the task, in what Lambda says of an invocation
KEPT = Duration.days(1)


class IsolatedTasks(Construct):
    """The functions of all kinds of tasks that are done in isolation, and the rules of their bus."""

    def __init__(self, stack: FunctionStack, tasks: Sequence[TaskFunction], answers: sqs.Queue) -> None:
        super().__init__(stack, "IsolatedTasks")
        self._bus = stack.context.stores.isolated_bus_arn
        self.failures = failure_queue(self, stack.removal, KEPT)
        self.functions = [self._add_function(stack, task.declaration) for task in tasks]
        rule = self._rule("Answered", "Answers of isolated functions", self._ended(SUCCESS), [_answer_to(answers)])
        answers.add_to_resource_policy(send_from(rule.attr_arn, answers))
        targets = [_retry_by(answers), _report_to(self.failures)]
        rule = self._rule(
            "Unanswered", "Isolated functions that ended without an answer", self._ended(FAILURE), targets
        )
        for queue in (answers, self.failures):
            queue.add_to_resource_policy(send_from(rule.attr_arn, queue))

    def _add_function(self, stack: FunctionStack, declared: TaskKind) -> PlatformFunction:
        put = iam.PolicyStatement(actions=["events:PutEvents"], resources=[self._bus])
        spec = FunctionSpec(declared, statements=[put], group=stack.context.network.isolated)
        function = PlatformFunction(stack, spec)
        destination = {"destination": self._bus}
        lambda_.CfnEventInvokeConfig(
            self,
            f"{declared.name}-Ends",
            function_name=function.function.function_name,
            qualifier=function.live.alias_name,
            maximum_retry_attempts=0,
            maximum_event_age_in_seconds=WAY["isolated"],  # what begins later, the table has begun again
            destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(
                on_success=lambda_.CfnEventInvokeConfig.OnSuccessProperty(**destination),
                on_failure=lambda_.CfnEventInvokeConfig.OnFailureProperty(**destination),
            ),
        )
        self._invoke(function, declared)
        return function

    def _invoke(self, function: PlatformFunction, declared: TaskKind) -> None:
        """Let the bus invoke the function with the tasks of its kind."""
        target = events.CfnRule.TargetProperty(
            id="function",
            arn=function.live.function_arn,
            retry_policy=events.CfnRule.RetryPolicyProperty(
                maximum_retry_attempts=0, maximum_event_age_in_seconds=WAY["isolated"]
            ),
        )
        named = {"payload": {"kind": [declared.kind]}}
        pattern: dict[str, object] = {"source": [SOURCE], "detail-type": [TaskSent.topic], "detail": named}
        rule = self._rule(f"{declared.name}-Sent", declared.summary, pattern, [target])
        lambda_.CfnPermission(
            self,
            f"{declared.name}-Invoked",
            action="lambda:InvokeFunction",
            function_name=function.live.function_arn,
            principal="events.amazonaws.com",
            source_arn=rule.attr_arn,
        )

    def _ended(self, result: str) -> dict[str, object]:
        """Return the pattern of what Lambda says of these functions' invocations."""
        named = [{"prefix": f"{function.function.function_arn}:"} for function in self.functions]
        return {"source": ["lambda"], "detail-type": [result], "detail": {"requestContext": {"functionArn": named}}}

    def _rule(
        self, name: str, summary: str, pattern: dict[str, object], targets: list[events.CfnRule.TargetProperty]
    ) -> events.CfnRule:
        rule = events.CfnRule(
            self, name, description=summary, event_bus_name=self._bus, event_pattern=pattern, targets=targets
        )
        reason = "A queue would keep what learners submitted; the lease of the task ends, and the table sends it again."
        acknowledge(rule, reason, "Serverless-EventBusDLQ")
        return rule


def _answer_to(queue: sqs.Queue) -> events.CfnRule.TargetProperty:
    return events.CfnRule.TargetProperty(id="answer", arn=queue.queue_arn, input_path="$.detail.responsePayload")


def _retry_by(queue: sqs.Queue) -> events.CfnRule.TargetProperty:
    """Answer in place of the function, so that the task is retried before its lease has ended."""
    template = json.dumps(isolated.unanswered("<id>", "<nonce>"))
    for name in ("id", "nonce"):
        template = template.replace(f'"<{name}>"', f"<{name}>")  # EventBridge writes the quotes
    transformer = events.CfnRule.InputTransformerProperty(
        input_paths_map={"id": f"{SENT}.id", "nonce": f"{SENT}.nonce"}, input_template=template
    )
    return events.CfnRule.TargetProperty(id="retry", arn=queue.queue_arn, input_transformer=transformer)


def _report_to(failures: sqs.Queue) -> events.CfnRule.TargetProperty:
    """Keep which invocation failed, and nothing of what it was given."""
    paths = {
        "at": "$.time",
        "task": f"{SENT}.id",
        "kind": f"{SENT}.kind",
        "request": "$.detail.requestContext.requestId",
        "condition": "$.detail.requestContext.condition",
    }
    template = "{" + ", ".join(f'"{name}": <{name}>' for name in paths) + "}"
    transformer = events.CfnRule.InputTransformerProperty(input_paths_map=paths, input_template=template)
    return events.CfnRule.TargetProperty(id="failures", arn=failures.queue_arn, input_transformer=transformer)
