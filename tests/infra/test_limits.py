"""No template and no dashboard comes too near to a limit of AWS, and the table of limits says how near."""

import dataclasses
import json
import re
from pathlib import Path

import pytest

from infra.app import with_example_addresses
from infra.config import PROD, STAGES, Config
from infra.constructs import connections
from infra.limits import measures, table
from infra.limits.limits import LIMITS, Limit, connection_limit
from infra.limits.stage import Stage
from progressive_flow.kernel.declarations import registry
from tests.infra.conftest import Synthesized

VARIANTS = [*STAGES, "aurora"]


def measured(synthesized: Synthesized, name: str) -> Stage:
    """Return a stage as it is measured."""
    changes = {"engine": "aurora-postgresql"} if name == "aurora" else {}
    stage = "prod" if name == "aurora" else name
    config = dataclasses.replace(with_example_addresses(STAGES[stage]), **changes)  # type: ignore[arg-type]
    return Stage(config, synthesized(stage, **changes).out)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_no_stage_exceeds_a_limit(synthesized: Synthesized, name: str, limit: Limit) -> None:
    assert limit.measure(measured(synthesized, name), 1) <= limit.enforced


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_production_exceeds_none_with_the_endpoints_that_are_planned(synthesized: Synthesized, limit: Limit) -> None:
    assert limit.measure(measured(synthesized, "prod"), table.growth()) <= limit.enforced


@pytest.mark.parametrize("name", VARIANTS)
def test_the_server_has_memory_for_the_connections_of_its_functions(synthesized: Synthesized, name: str) -> None:
    stage = measured(synthesized, name)
    limit = connection_limit(stage)
    assert limit.measure(stage, 1) <= limit.maximum


def test_the_page_has_the_table(synthesized: Synthesized) -> None:
    """`make limits` writes it. Its numbers may be a tenth behind, so that a new endpoint or job needs no edit."""
    page = table.rows_of(table.PAGE.read_text())
    now = table.rows_of(table.table([measured(synthesized, name) for name in STAGES]))
    assert [row[:3] + row[-1:] for row in page] == [row[:3] + row[-1:] for row in now]
    for old, new in zip(page[2:], now[2:], strict=True):
        for before, after in zip(old[3:-1], new[3:-1], strict=True):
            numbers = [
                [int(digits) for digits in re.findall(r"\d+", cell.replace(",", ""))] for cell in (before, after)
            ]
            assert numbers[0] == pytest.approx(numbers[1], rel=0.1, abs=3), new[0]


def test_the_command_writes_between_the_markers_alone(synthesized: Synthesized, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Before\n\n{table.BEGIN}\nold\n{table.END}\n\nafter\n")
    stages = [measured(synthesized, name) for name in STAGES]
    table.write(stages, page)
    assert page.read_text() == f"# Before\n\n{table.BEGIN}\n\n{table.table(stages)}\n\n{table.END}\n\nafter\n"


@pytest.mark.parametrize(
    ("config", "usable"),
    [
        (dataclasses.replace(PROD, memory=1), 48),  # three quarters of a gibibyte in pieces of 16 MiB
        (dataclasses.replace(PROD, memory=16), 768),
        (dataclasses.replace(PROD, memory=256), 5000),  # RDS's default for max_connections ends there
        (dataclasses.replace(PROD, engine="aurora-postgresql", capacity=(0.5, 8)), 256),
    ],
)
def test_connections_are_counted_by_memory(config: Config, usable: int) -> None:
    assert connections.usable(config) == usable
    assert connections.proxy_percent(config) * connections.max_connections(config) // 100 <= usable


def test_consumers_count_with_as_many_as_their_queues_let_work_at_once(synthesized: Synthesized) -> None:
    for name, most in (("dev", 2), ("staging", 5), ("prod", 20)):
        mappings = measured(synthesized, name).all("AWS::Lambda::EventSourceMapping")
        assert [each["ScalingConfig"]["MaximumConcurrency"] for each in mappings if "ScalingConfig" in each] == [most]


@pytest.mark.parametrize("name", ["prod", "staging"])
def test_the_proxy_opens_no_more_than_there_is_memory_for(synthesized: Synthesized, name: str) -> None:
    stage = measured(synthesized, name)
    (group,) = stage.all("AWS::RDS::DBProxyTargetGroup")
    percent = group["ConnectionPoolConfigurationInfo"]["MaxConnectionsPercent"]
    assert percent * connections.max_connections(stage.config) // 100 <= connections.usable(stage.config)
    (proxy,) = stage.all("AWS::RDS::DBProxy")
    assert proxy["IdleClientTimeout"] == stage.config.idle_seconds


def test_a_server_without_a_proxy_closes_connections_after_the_stages_idle_seconds(synthesized: Synthesized) -> None:
    stage = measured(synthesized, "dev")
    (group,) = stage.all("AWS::RDS::DBParameterGroup")
    assert group["Parameters"]["idle_session_timeout"] == str(STAGES["dev"].idle_seconds * 1000)
    assert stage.config.warm < STAGES["staging"].warm, "fewer functions are called within a minute than within two"


@pytest.fixture
def small(tmp_path: Path) -> Stage:
    """A stage whose one template has a dashboard of 101 alarms, and a function."""
    alarms = {"type": "alarm", "properties": {"alarms": ["arn"] * 101}}
    metrics = {"type": "metric", "properties": {"metrics": [["AWS/RDS", "CPUUtilization"]] * 7}}
    code = {"Layers": ["a", "b"], "Environment": {"Variables": {"NAME": "x" * 100, "ARN": {"Ref": "Topic"}}}}
    policy = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
    resources = {
        "Widgets": {
            "Type": "AWS::CloudWatch::Dashboard",
            "Properties": {"DashboardBody": json.dumps({"widgets": [alarms, metrics, metrics]})},
        },
        "Function": {"Type": "AWS::Lambda::Function", "Properties": code},
        "Layer": {"Type": "AWS::Lambda::LayerVersion"},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": policy}]}},
    }
    path = tmp_path / "progressive-flow-prod-endpoints-0.template.json"
    path.write_text(json.dumps({"Resources": resources, "Outputs": {"One": {}}}))
    return Stage(PROD, tmp_path)


def test_measures_count_what_aws_counts(small: Stage) -> None:
    assert (
        measures.alarms_of_a_widget(small, 1)
        == 101
        > {limit.name: limit for limit in LIMITS}["alarms of a widget"].enforced
    )
    assert measures.metrics_of_a_widget(small, 1) == 7
    assert measures.metrics_of_the_dashboard(small, 1) == 14
    assert measures.environment_bytes(small, 1) == len("NAME") + 100 + len("ARN") + measures.REFERENCE
    assert measures.layers(small, 1) == 2
    expected = json.dumps({"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]})
    assert measures.policy_characters(small, 1) == pytest.approx(len(expected.replace(" ", "")), abs=12)
    assert measures.outputs(small, 1) == 1


def test_growth_multiplies_all_but_the_layers(small: Stage) -> None:
    assert measures.resources(small, 1) == 4
    assert measures.resources(small, 3) == 1 + 3 * 3
    assert table.growth() == 220 / len(registry.endpoints())
