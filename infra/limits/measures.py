"""What is measured of a stage. `growth` multiplies endpoints, jobs and consumers: 1 is the stage as it is."""

from __future__ import annotations

import json
import math
from typing import Any

from infra.constructs import connections
from infra.limits.stage import Stage

GROWING = ("endpoints-", "jobs-", "events", "monitoring")


def resources(stage: Stage, growth: float) -> int:
    """Return the resources of the fullest stack."""
    return max(
        _grown(name, len(template["Resources"]) - _fixed(template), growth) + _fixed(template)
        for name, template in stage.templates.items()
    )


def outputs(stage: Stage, growth: float) -> int:
    """Return the outputs of the stack with most of them; exports are outputs too."""
    return max(_grown(name, len(template.get("Outputs", {})), growth) for name, template in stage.templates.items())


def template_kilobytes(stage: Stage, growth: float) -> int:
    """Return the size of the largest template."""
    return max(_grown(name, -(-file.stat().st_size // 1000), growth) for name, file in stage.files.items())


def routes(stage: Stage, growth: float) -> int:
    """Return the routes of the API."""
    return round(stage.count("AWS::ApiGatewayV2::Route") * growth)


def integrations(stage: Stage, growth: float) -> int:
    """Return the integrations of the API, one an endpoint."""
    return round(stage.count("AWS::ApiGatewayV2::Integration") * growth)


def roles(stage: Stage, growth: float) -> int:
    """Return the roles of the account."""
    return round(stage.count("AWS::IAM::Role") * growth)


def alarms_of_a_widget(stage: Stage, growth: float) -> int:
    """Return the most alarms in one widget; the dashboard begins another widget where one is full."""
    del growth
    return max((len(widget["properties"].get("alarms", ())) for widget in stage.dashboard), default=0)


def metrics_of_a_widget(stage: Stage, growth: float) -> int:
    """Return the most metrics in one widget; none grows with the number of endpoints or jobs."""
    del growth
    return max(len(widget["properties"].get("metrics", ())) for widget in stage.dashboard)


def metrics_of_the_dashboard(stage: Stage, growth: float) -> int:
    """Return the metrics of the dashboard: most are of jobs."""
    return round(sum(len(widget["properties"].get("metrics", ())) for widget in stage.dashboard) * growth)


def widgets(stage: Stage, growth: float) -> int:
    """Return the widgets of the dashboard: three a job."""
    return round(len(stage.dashboard) * growth)


def metrics_of_an_alarm(stage: Stage, growth: float) -> int:
    """Return the most metrics that one alarm reads."""
    del growth
    read = (
        sum("MetricStat" in query for query in alarm.get("Metrics", ()))
        for alarm in stage.all("AWS::CloudWatch::Alarm")
    )
    return max(read, default=0)


def environment_bytes(stage: Stage, growth: float) -> int:
    """Return the largest environment of a function, names and values; a reference counts as an ARN's 130 bytes."""
    del growth
    return max(
        sum(len(name) + _length(value) for name, value in function["Environment"]["Variables"].items())
        for function in stage.all("AWS::Lambda::Function")
        if "Environment" in function
    )


def layers(stage: Stage, growth: float) -> int:
    """Return the most layers of a function."""
    del growth
    return max(len(function.get("Layers", ())) for function in stage.all("AWS::Lambda::Function"))


def policy_characters(stage: Stage, growth: float) -> int:
    """Return the characters of the inline policies of the role with most, without white space."""
    del growth
    return max(
        sum(_length(policy["PolicyDocument"]) for policy in role.get("Policies", ()))
        for role in stage.all("AWS::IAM::Role")
    )


def environments(stage: Stage, growth: float) -> int:
    """Return the environments that are connected at once, and a fifth to spare.

    Of a function with reserved concurrency all are, and of a consumer as many as its queue lets work at once; of the others
    those at work, and one that is idle where it is warm.
    """
    connected = [
        function
        for function in stage.all("AWS::Lambda::Function")
        if "DATABASE_HOST" in function.get("Environment", {}).get("Variables", {})
    ]
    reserved = [int(function.get("ReservedConcurrentExecutions", 0)) for function in connected]
    warm = stage.config.warm * reserved.count(0) * growth
    queued = sum(
        int(mapping["ScalingConfig"]["MaximumConcurrency"])
        for mapping in stage.all("AWS::Lambda::EventSourceMapping")
        if "ScalingConfig" in mapping
    )
    return math.ceil((sum(reserved) + queued + stage.config.busy + warm) * connections.SPARE)


def _fixed(template: dict[str, Any]) -> int:
    """Return the resources that a stack has once: its layer versions."""
    kinds = [resource["Type"] for resource in template["Resources"].values()]
    return kinds.count("AWS::Lambda::LayerVersion")


def _grown(stack: str, number: int, growth: float) -> int:
    return round(number * growth) if stack.startswith(GROWING) else number


REFERENCE = 130  # characters of a long ARN


def _length(value: Any) -> int:
    """Return the characters of a value once CloudFormation has resolved it."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        if "Fn::Join" in value:
            return sum(map(_length, value["Fn::Join"][1]))
        if len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::")):
            return REFERENCE
        return sum(len(json.dumps(name)) + 2 + _length(item) for name, item in value.items()) + 2
    if isinstance(value, list):
        return sum(_length(item) + 3 for item in value) + 2
    return len(json.dumps(value))
