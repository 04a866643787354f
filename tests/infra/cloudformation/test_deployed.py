"""Every stack deploys into moto, in order, and boto3 then lists what the routes declare."""

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import boto3
import psycopg
import pytest

from progressive_flow.kernel import aws
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from progressive_flow.operations.database_setup import cluster as roles
from progressive_flow.operations.migrations.files import sql_root, versioned
from progressive_flow.operations.reference_data.service import content_root
from progressive_flow_local.aws.functions import Functions
from progressive_flow_local.aws.wire import Call
from progressive_flow_local.invocation import REGION
from tests.infra.cloudformation import deploying, moto_types
from tests.infra.cloudformation.deploying import NO_DOCKER, PREPARE, Assembly
from tests.infra.templates import UPLOADER
from tests.support import cluster
from tests.support.clouds import simulated_aws

ROTATE = "progressive-flow-operations-rotate-origin-key"


@dataclass
class Deployed:
    """A deployed stage: how its stacks ended, which operations ran, and the database that they worked on."""

    assembly: Assembly
    database: dict[str, str]
    ended: dict[str, str] = field(default_factory=dict[str, str])
    reports: dict[str, Any] = field(default_factory=dict[str, Any])


def invoke(name: str, given: Any = None) -> Any:
    """Invoke a function by its deployed name, through the local Lambda API."""
    call = Call("POST", f"/2015-03-31/functions/{name}/invocations", "", {}, json.dumps(given or {}).encode())
    answer = Functions().invoke(call)
    report = json.loads(answer.body)
    assert not [name for name, _ in answer.headers if name.lower() == "x-amz-function-error"], report
    return report


@pytest.fixture(scope="module")
def deployed(assembly: Assembly, database: dict[str, str], admin_url: str) -> Iterator[Deployed]:
    """The whole stage, deployed on an empty database."""
    name = f"deployed_{uuid.uuid4().hex}"
    urls = cluster.urls(admin_url, name)
    found = Deployed(assembly, urls)

    def run(operation: str, because: Any) -> Any:
        found.reports[operation] = None
        if operation == PREPARE:  # wants a master with a secret and TLS: here it is the administrator
            roles.prepare(admin_url, name, cluster.PASSWORDS)
            return None
        variables = client("lambda").get_function_configuration(FunctionName=operation)["Environment"]["Variables"]
        aws.forget()
        wanted = {key: value for key, value in variables.items() if key.startswith(("ORIGIN_", "PROOF_"))}
        with patch.dict(os.environ, {**wanted, "AWS_DEFAULT_REGION": REGION}):
            found.reports[operation] = invoke(operation, because)
        return found.reports[operation]

    before = cluster.use(urls)
    try:
        with simulated_aws(NO_DOCKER), moto_types.plugged_in(run):
            deploying.bootstrap(assembly)
            found.ended.update(deploying.deploy(assembly, assembly.order()))
            yield found
    finally:  # a deployment that fails leaves no other test of this process on its database
        cluster.restore(before)
        cluster.drop(admin_url, urls)


def client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)  # type: ignore[call-overload]


def every(service: str, call: str, key: str, **parameters: Any) -> list[Any]:
    """Return all pages of a list, or one page of the maximum size without a paginator."""
    asked = client(service)
    if asked.can_paginate(call):
        return [row for page in asked.get_paginator(call).paginate(**parameters) for row in page[key]]
    rows: list[Any] = getattr(asked, call)(**parameters)[key]
    return rows


def function_of(arn: str) -> str:
    """Return the function's name in an ARN, with or without an alias."""
    return arn.rpartition(":function:")[2].partition(":")[0].partition("/")[0]


def test_every_stack_completes(deployed: Deployed) -> None:
    assert set(deployed.ended.values()) == {"CREATE_COMPLETE"}
    assert set(deployed.ended) == {path.name.split(".")[0] for path in deployed.assembly.out.glob("*.template.json")}


def test_the_deploy_prepares_migrates_and_loads_an_empty_database(deployed: Deployed) -> None:
    migrate, load = "progressive-flow-operations-migrate", "progressive-flow-operations-load-reference-data"
    proof = "progressive-flow-operations-rotate-proof-key"
    assert [name for name in deployed.reports if name != ROTATE] == [PREPARE, migrate, load, proof]
    newest = versioned(sql_root())[-1].version
    assert deployed.reports[migrate]["version"] == newest
    assert deployed.reports[load]["challenges"] == len(list(content_root().glob("*/*/challenge.yaml")))
    with psycopg.connect(deployed.database["application"]) as connection:
        row = connection.execute("select max(version) from platform.schema_history where success").fetchone()
        assert row == (newest,)


def test_a_migration_by_its_deployed_name_finds_nothing_more_to_do(deployed: Deployed) -> None:
    report = invoke("progressive-flow-scheduled-run-migrations")
    assert (report["applied"], report["drift"]) == ([], [])


def test_boto3_sees_each_route_with_its_function_and_its_authorizer(deployed: Deployed) -> None:
    (api,) = every("apigatewayv2", "get_apis", "Items")
    targets = {
        f"integrations/{row['IntegrationId']}": function_of(row["IntegrationUri"])
        for row in every("apigatewayv2", "get_integrations", "Items", ApiId=api["ApiId"])
    }
    seen = {
        row["RouteKey"]: (row["AuthorizationType"], targets[row["Target"]])
        for row in every("apigatewayv2", "get_routes", "Items", ApiId=api["ApiId"])
    }
    names = {module: name for name, module in registry.functions().items()}
    promised = {
        f"{method} {endpoint.route.path}": (
            "NONE" if endpoint.route.access is Access.PUBLIC else "JWT",
            names[f"functions.{endpoint.route.domain}.{endpoint.route.name}"],
        )
        for endpoint in registry.endpoints()
        for method in endpoint.route.methods
    }
    promised["$default"] = ("NONE", names["functions.platform.answer_unknown_route"])
    assert seen == promised


def test_boto3_sees_each_function_with_its_memory(deployed: Deployed) -> None:
    seen = {row["FunctionName"]: row for row in every("lambda", "list_functions", "Functions")}
    helpers = {name for name in seen if name not in registry.functions()}
    assert {seen[name]["Handler"] for name in helpers} == {"run_operation.handler", UPLOADER}
    for name, module in registry.functions().items():
        assert seen[name]["Handler"] == f"{module}.handler"
    for endpoint in registry.endpoints():
        route = endpoint.route
        found = next(row for row in seen.values() if row["Handler"] == f"functions.{route.domain}.{route.name}.handler")
        assert (found["MemorySize"], found["Timeout"]) == (route.memory, route.timeout)


def test_boto3_sees_each_job_on_its_schedule(deployed: Deployed) -> None:
    ask = client("scheduler")
    listed = every("scheduler", "list_schedules", "Schedules")
    rows = [ask.get_schedule(Name=row["Name"], GroupName=row["GroupName"]) for row in listed]
    assert len({row["GroupName"] for row in listed}) == len(listed), "a group each"
    seen = {function_of(row["Target"]["Arn"]): row["ScheduleExpression"] for row in rows}
    names = {module: name for name, module in registry.functions().items()}
    assert seen == {
        names[f"functions.scheduled.{job.schedule.name}"]: job.schedule.expression for job in registry.jobs()
    }


def test_boto3_sees_the_pool_whose_tokens_the_api_accepts(deployed: Deployed) -> None:
    (listed,) = every("cognito-idp", "list_user_pools", "UserPools", MaxResults=60)
    pool = client("cognito-idp").describe_user_pool(UserPoolId=listed["Id"])["UserPool"]
    assert function_of(pool["LambdaConfig"]["PostConfirmation"]) == "progressive-flow-triggers-post-confirmation"
    (app,) = every("cognito-idp", "list_user_pool_clients", "UserPoolClients", UserPoolId=listed["Id"])
    groups = every("cognito-idp", "list_groups", "Groups", UserPoolId=listed["Id"])
    assert [group["GroupName"] for group in groups] == [PLATFORM_ADMIN]
    (api,) = every("apigatewayv2", "get_apis", "Items")
    routes = every("apigatewayv2", "get_routes", "Items", ApiId=api["ApiId"])
    (named,) = {row["AuthorizerId"] for row in routes if row.get("AuthorizerId")}
    authorizer = client("apigatewayv2").get_authorizer(ApiId=api["ApiId"], AuthorizerId=named)
    assert authorizer["JwtConfiguration"]["Audience"] == [app["ClientId"]]
    assert authorizer["JwtConfiguration"]["Issuer"].endswith(f".amazonaws.com/{listed['Id']}")


def test_boto3_sees_the_database_behind_its_proxy(deployed: Deployed) -> None:
    servers = {row["DBInstanceIdentifier"]: row for row in every("rds", "describe_db_instances", "DBInstances")}
    assert servers.keys() == {"progressive-flow-prod", "progressive-flow-prod-replica"}
    instance = servers["progressive-flow-prod"]
    assert instance["Engine"] == "postgres"
    assert instance["EngineVersion"].startswith("18")
    assert instance["MultiAZ"]
    assert instance["StorageEncrypted"]
    assert instance["IAMDatabaseAuthenticationEnabled"]
    assert instance["MasterUsername"] == "master"
    (proxy,) = every("rds", "describe_db_proxies", "DBProxies")
    seen = client("lambda").get_function_configuration(FunctionName="progressive-flow-progress-submit-attempt")
    variables = seen["Environment"]["Variables"]
    assert variables["DATABASE_HOST"] == proxy["Endpoint"]
    assert "DATABASE_URL" not in variables


def test_boto3_sees_the_alarms_and_their_topic(deployed: Deployed) -> None:
    alarms = every("cloudwatch", "describe_alarms", "MetricAlarms")
    names = {row["AlarmName"] for row in alarms}
    waited_for = {f"functions.{endpoint.route.domain}.{endpoint.route.name}" for endpoint in registry.endpoints()}
    waited_for.add("functions.platform.answer_unknown_route")
    for name, module in registry.functions().items():
        assert (f"progressive-flow-function-{name.removeprefix('progressive-flow-')}" in names) is (
            module not in waited_for
        )
    (topic,) = every("sns", "list_topics", "Topics")
    notified = {action for row in alarms for action in row.get("AlarmActions", ())}
    assert notified == {topic["TopicArn"]}


def test_boto3_sees_one_complete_dashboard(deployed: Deployed) -> None:
    watch = client("cloudwatch")
    (listed,) = watch.list_dashboards()["DashboardEntries"]
    dashboard = json.loads(watch.get_dashboard(DashboardName=listed["DashboardName"])["DashboardBody"])
    assert len(dashboard["widgets"]) > 20
    assert "${Token" not in json.dumps(dashboard)


def test_boto3_sees_the_backup_plan(deployed: Deployed) -> None:
    ask = client("backup")
    (plan,) = ask.list_backup_plans()["BackupPlansList"]
    rules = ask.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlan"]["Rules"]
    assert {rule["RuleName"] for rule in rules} == {"daily", "monthly"}
    vaults = {row["BackupVaultName"] for row in ask.list_backup_vaults()["BackupVaultList"]}
    assert {rule["TargetBackupVaultName"] for rule in rules} <= vaults


def test_boto3_sees_cloudfront_send_the_key_that_functions_accept(deployed: Deployed) -> None:
    ask = client("cloudfront")
    origins = [
        origin
        for distribution in ask.list_distributions()["DistributionList"]["Items"]
        for origin in distribution["Origins"]["Items"]
    ]
    # the buckets' send no key: S3 asks for a signature, of the link or of CloudFront
    (origin,) = (each for each in origins if each["CustomHeaders"]["Quantity"])
    assert len(origins) == 3
    header = {header["HeaderName"]: header["HeaderValue"] for header in origin["CustomHeaders"]["Items"]}[
        "x-origin-key"
    ]
    held = json.loads(client("secretsmanager").get_secret_value(SecretId="progressive-flow-origin-key")["SecretString"])
    assert list(held) == ["1", "next"]
    known = client("ssm").get_parameter(Name="/progressive-flow/origin-keys/1")["Parameter"]["Value"]
    assert known.split(",") == [hashlib.sha256(key.encode()).hexdigest() for key in held.values()]
    assert header in {held["1"], "{{resolve:secretsmanager:progressive-flow-origin-key:SecretString:1::}}"}
    assert client("wafv2").list_web_acls(Scope="CLOUDFRONT")["WebACLs"]


def test_boto3_sees_the_trail(deployed: Deployed) -> None:
    (trail,) = client("cloudtrail").describe_trails()["trailList"]
    assert trail["IsMultiRegionTrail"]
    assert trail["LogFileValidationEnabled"]
