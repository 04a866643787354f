"""Every function has alarms, every alarm notifies and names a runbook, and the dashboard shows each job."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from infra.config import STAGES
from infra.paths import ROOT
from infra.stacks.monitoring.objectives import WINDOWS
from infra.stacks.schedules import schedules
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Route
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import ISOLATED
from tests.infra.templates import Resource, Templates

every_stage = pytest.mark.parametrize("stage", STAGES)
every_watched_stage = pytest.mark.parametrize("stage", [name for name, config in STAGES.items() if config.alarms])
RUNBOOKS = (ROOT / "docs" / "how-to" / "runbooks.md").read_text()


def alarms(templates: Templates) -> dict[str, dict[str, Any]]:
    kinds = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
    return {resource.properties["AlarmName"]: resource.properties for kind in kinds for resource in templates.all(kind)}


def watched(templates: Templates, metric: str) -> set[str]:
    """Return the functions whose metric an alarm uses."""
    found: set[str] = set()
    for alarm in alarms(templates).values():
        for query in (*alarm.get("Metrics", ()), {"MetricStat": {"Metric": alarm}}):
            held = query.get("MetricStat", {}).get("Metric", {})
            if (held.get("Namespace"), held.get("MetricName")) == ("AWS/Lambda", metric):
                found |= {
                    dimension["Value"]
                    for dimension in held.get("Dimensions", ())
                    if dimension["Name"] == "FunctionName"
                }
    return found


def anchor(heading: str) -> str:
    """Return a heading's anchor in GitHub's form."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@every_watched_stage
def test_every_function_has_alarms(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    named = {
        resource.properties["FunctionName"]
        for resource in templates.all("AWS::Lambda::Function")
        if "FunctionName" in resource.properties
    }
    serving = {registry_name(endpoint.route) for endpoint in registry.endpoints()}
    serving.add("progressive-flow-platform-answer-unknown-route")
    assert watched(templates, "Errors") == named - serving
    waiting = {name for name, module in registry.functions().items() if module in ISOLATED}  # in Lambda's own queue
    assert watched(templates, "Throttles") == named - serving - waiting
    assert waiting
    assert serving < named


def registry_name(route: Route) -> str:
    module = f"functions.{route.domain}.{route.name}"
    return next(name for name, named in registry.functions().items() if named == module)


@every_watched_stage
def test_every_job_has_an_alarm_on_missing_runs(synthesized: Synthesized, stage: str) -> None:
    """Except for monthly jobs, since an alarm evaluates at most seven days."""
    found = alarms(synthesized(stage))
    late = {name.removeprefix("progressive-flow-late-") for name in found if "-late-" in name}
    assert late == {schedule.name for schedule in schedules(STAGES[stage])} - RARE
    for name in late:
        alarm = found[f"progressive-flow-late-{name}"]
        assert alarm["TreatMissingData"] == "breaching", "no run is no data"
        assert timedelta(seconds=alarm["Period"] * alarm["EvaluationPeriods"]) <= timedelta(days=7), (
            "CloudWatch's furthest"
        )


RARE = {"archive_partitions"}  # by the month


@pytest.mark.parametrize("name", ["events-given-up", "ledger-differs", "schema-drift", "restore-failed"])
def test_what_must_never_happen_raises_an_alarm_the_first_time(prod: Templates, name: str) -> None:
    alarm = alarms(prod)[f"progressive-flow-{name}"]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)
    assert alarm.get("DatapointsToAlarm", alarm["EvaluationPeriods"]) == 1


@every_watched_stage
def test_every_alarm_names_an_existing_runbook(synthesized: Synthesized, stage: str) -> None:
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", RUNBOOKS, flags=re.MULTILINE)}
    for name, alarm in alarms(synthesized(stage)).items():
        address = re.search(r"Runbook: (\S+)#(\S+)$", alarm["AlarmDescription"])
        assert address, name
        assert address[1] == STAGES[stage].runbooks
        assert address[2] in anchors, f"{name} points at a heading that docs/how-to/runbooks.md has not: {address[2]}"


@every_watched_stage
def test_every_alarm_notifies_except_parts_of_composite_alarms(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    found = alarms(templates)
    silent = {name for name, alarm in found.items() if "AlarmActions" not in alarm}
    rules = json.dumps(
        [resource.properties["AlarmRule"] for resource in templates.all("AWS::CloudWatch::CompositeAlarm")]
    )
    ids = {resource.properties["AlarmName"]: resource.id for resource in templates.all("AWS::CloudWatch::Alarm")}
    assert {ids[name] for name in silent} == set(re.findall(r'"Fn::GetAtt": \["(\w+)"', rules))
    topic = {"Ref": templates.one("AWS::SNS::Topic").id}
    for name, alarm in found.items():
        if name not in silent:
            assert alarm["AlarmActions"] == alarm["OKActions"] == [topic], name


def test_a_stage_without_alarms_has_a_dashboard(synthesized: Synthesized) -> None:
    templates = synthesized("dev")
    assert not alarms(templates)
    assert not list(templates.all("AWS::SNS::Topic"))
    assert templates.one("AWS::CloudWatch::Dashboard")


def test_the_topic_is_encrypted_with_a_key_that_cloudwatch_may_use(prod: Templates) -> None:
    topic = prod.one("AWS::SNS::Topic")
    key = prod.at(topic.stack, topic.properties["KmsMasterKeyId"])
    users = [
        statement
        for statement in key.properties["KeyPolicy"]["Statement"]
        if "cloudwatch.amazonaws.com" in json.dumps(statement["Principal"])
    ]
    allowed = {action.rstrip("*") for statement in users for action in statement["Action"]}
    assert allowed == {"kms:Decrypt", "kms:GenerateDataKey"}


def test_cloudwatch_publishes_for_this_account_alone(prod: Templates) -> None:
    topic = prod.one("AWS::SNS::Topic")
    key = prod.at(topic.stack, topic.properties["KmsMasterKeyId"]).properties["KeyPolicy"]["Statement"]
    policy = prod.one("AWS::SNS::TopicPolicy").properties["PolicyDocument"]["Statement"]
    trusted = [row for row in (*key, *policy) if row["Principal"] == {"Service": "cloudwatch.amazonaws.com"}]
    assert len(trusted) == 2
    for row in trusted:
        assert row["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_configured_addresses_are_subscribed(optional: Templates) -> None:
    (subscription,) = optional.all("AWS::SNS::Subscription")
    subscribed = subscription.properties
    assert (subscribed["Protocol"], subscribed["Endpoint"]) == ("email", "on-call@example.com")


def burns(templates: Templates, objective: str) -> Iterator[tuple[dict[str, Any], list[Resource]]]:
    for composite in templates.all("AWS::CloudWatch::CompositeAlarm"):
        if composite.properties["AlarmName"].startswith(f"progressive-flow-{objective}-"):
            ids = re.findall(r'"Fn::GetAtt": \["(\w+)"', json.dumps(composite.properties["AlarmRule"]))
            yield composite.properties, [templates.at(composite.stack, {"Ref": logical_id}) for logical_id in ids]


@pytest.mark.parametrize(("objective", "allowance"), [("availability", 0.1), ("latency", 1.0)])
def test_error_budgets_have_burn_rate_alarms(prod: Templates, objective: str, allowance: float) -> None:
    """Of the month's error budget: 2 % in an hour, 5 % in six hours, 10 % in a day."""
    found = list(burns(prod, objective))
    assert len(found) == len(WINDOWS) == 3
    seen = set()
    for composite, halves in found:
        assert composite["AlarmRule"]["Fn::Join"][1].count(" AND ") == 1 or " AND " in json.dumps(
            composite["AlarmRule"]
        )
        long, short = sorted(halves, key=period, reverse=True)
        assert period(short) < period(long)
        assert long.properties["Threshold"] == short.properties["Threshold"]
        seen.add((period(long), round(long.properties["Threshold"] / allowance, 1)))
    assert seen == {(3600, 14.4), (21600, 6.0), (86400, 3.0)}


def period(alarm: Resource) -> int:
    return int(next(query["MetricStat"]["Period"] for query in alarm.properties["Metrics"] if "MetricStat" in query))


def test_two_percent_errors_breach_every_threshold_and_the_objective_breaches_none() -> None:
    """The availability objective is 99.9 %."""
    thresholds = [0.1 * times for _, _, times in WINDOWS]
    assert max(thresholds) < 2, "breaches them all"
    assert min(thresholds) > 0.1, "what is allowed breaches none"


def body(templates: Templates) -> str:
    parts = templates.one("AWS::CloudWatch::Dashboard").properties["DashboardBody"]
    return "".join(part if isinstance(part, str) else "TOKEN" for part in parts["Fn::Join"][1])


@every_stage
def test_the_one_dashboard_shows_every_job(synthesized: Synthesized, stage: str) -> None:
    dashboard = json.loads(body(synthesized(stage)))
    titles = {widget["properties"].get("title", "") for widget in dashboard["widgets"]}
    shown = {title.removesuffix(": reported metrics") for title in titles if title.endswith(": reported metrics")}
    assert shown == {schedule.name.replace("_", " ") for schedule in schedules(STAGES[stage])}
    assert len(dashboard["widgets"]) < 500, "CloudWatch takes no more"
    for title in (
        "p50",
        "p99",
        "5xx",
        "cold_start_ms",
        "attempts_last_hour",
        "xp_last_hour",
        "active_learners_last_day",
    ):
        assert title in json.dumps(dashboard), title


def test_the_dashboard_has_the_proxy_where_there_is_one(synthesized: Synthesized) -> None:
    assert ("ProxyName" in body(synthesized("prod")), "ProxyName" in body(synthesized("dev"))) == (True, False)


def test_cold_starts_of_all_functions_are_one_metric(prod: Templates) -> None:
    named = {
        resource.properties["FunctionName"]: (
            resource.stack,
            resource.properties["LoggingConfig"]["LogGroup"]["Ref"],
            "SnapStart" in resource.properties,
        )
        for resource in prod.all("AWS::Lambda::Function")
        if "FunctionName" in resource.properties
    }
    filters = {
        (resource.stack, resource.properties["LogGroupName"]["Ref"]): resource.properties
        for resource in prod.all("AWS::Logs::MetricFilter")
        if resource.properties["MetricTransformations"][0]["MetricName"] == "cold_start_ms"
    }
    assert filters.keys() == {(stack, group) for stack, group, _ in named.values()}
    for stack, group, snapped in named.values():
        took = "restoreDurationMs" if snapped else "initDurationMs"
        assert filters[stack, group]["MetricTransformations"][0]["MetricValue"] == f"$.record.metrics.{took}"
        assert "Dimensions" not in filters[stack, group]["MetricTransformations"][0], "each would cost by itself"


def test_rejections_by_api_gateway_are_counted(prod: Templates) -> None:
    names = {
        resource.properties["FilterPattern"]: resource.properties["MetricTransformations"][0]["MetricName"]
        for resource in prod.all("AWS::Logs::MetricFilter")
        if resource.stack == "api"
    }
    assert names == {
        '{ $.status = "401" }': "refused_without_token",
        '{ $.status = "429" }': "refused_too_many",
        '{ $.function_error != "-" }': "function_failures",
    }
