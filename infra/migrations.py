"""What a deploy runs before functions switch: prepare the cluster, migrate, load reference data.

Each is a custom resource that carries a hash of what it would apply. If that changed, CloudFormation runs it; if it fails,
the deploy fails, and the stacks of functions, which depend on this one, stay as they were.
"""

from __future__ import annotations

from aws_cdk import CustomResource, Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra import bundle, grants
from infra.assets import fingerprint
from infra.checks import acknowledge
from infra.database import NAME, PORT, Database
from infra.function import FunctionStack, Ground, OurFunction, Task
from infra.layers import ARCHITECTURE, RUNTIME
from infra.stack import log_group
from progressive_flow.routing import Need

LONGEST = 840  # seconds an operation may take, less than the one that waits for it
WAITING = 900
SQL = bundle.ROOT / "sql"
PLATFORM = bundle.ROOT / "layers" / "shared" / "python" / "progressive_flow" / "platform"


class Migrations(FunctionStack):
    """The three operations, in order. Work that takes longer has a path from the command line."""

    def __init__(self, scope: Construct, ground: Ground) -> None:
        super().__init__(scope, "migrations", ground)
        prepare = OurFunction(self, _prepare(ground))
        migrate = OurFunction(self, _operation("migrate", "Bring the database to this bundle's schema."))
        load = OurFunction(self, _operation("load_reference_data", "Load tracks and challenges."))
        self.operations = (prepare, migrate, load)
        self.runner = self._runner([each.function.function_arn for each in self.operations])
        schema = fingerprint(SQL, leave_out="seeds/")
        prepared = self._run("Prepared", prepare, Roles=fingerprint(PLATFORM))
        migrated = self._run("Migrated", migrate, Schema=schema)
        loaded = self._run("Loaded", load, Schema=schema, Content=fingerprint(SQL / "seeds"))
        migrated.node.add_dependency(prepared)
        loaded.node.add_dependency(migrated)

    def _run(self, name: str, ours: OurFunction, **because: str) -> CustomResource:
        """Run an operation whenever one of the hashes in `because` has changed."""
        return CustomResource(
            self,
            name,
            resource_type="Custom::Operation",
            service_token=self.runner.function_arn,
            service_timeout=Duration.seconds(WAITING + 60),
            properties={"Operation": ours.function.function_name, **because},
        )

    def _runner(self, operations: list[str]) -> lambda_.Function:
        group = log_group(self, "RunnerLogs", days=self.log_days, removal=self.removal)
        statements = [
            iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[group.log_group_arn]),
            iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=operations),
        ]
        role = iam.Role(
            self,
            "RunnerRole",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"run": iam.PolicyDocument(statements=statements)},
        )
        runner = lambda_.Function(
            self,
            "Runner",
            description="Runs an operation for CloudFormation",
            code=lambda_.Code.from_asset(str(bundle.ROOT / "infra" / "runner"), exclude=["__pycache__"]),
            handler="run_operation.handler",
            runtime=RUNTIME,
            architecture=ARCHITECTURE,
            memory_size=256,
            timeout=Duration.seconds(WAITING),
            role=role.without_policy_updates(),
            log_group=group,
        )
        acknowledge(runner, "Who waits is CloudFormation, which is told of every failure.", "Serverless-LambdaDLQ")
        acknowledge(runner, "It does one call; its log tells all there is.", "Serverless-LambdaTracing")
        return runner


def _operation(name: str, summary: str) -> Task:
    needs = (Need.DATABASE_AS_MIGRATOR,)
    return Task(f"functions.operations.{name}", summary, needs, memory=1024, timeout=LONGEST)


def _prepare(ground: Ground) -> Task:
    """Return the one task that reads the master password, with what that takes."""
    database = ground.database
    return Task(
        "functions.operations.prepare_cluster",
        "Make roles and database with the master password, for sign-in by IAM.",
        needs=(),
        memory=512,
        timeout=120,
        environment={
            "DATABASE_HOST": database.host(direct=True),
            "DATABASE_PORT": str(PORT),
            "DATABASE_NAME": NAME,
            "DATABASE_SECRET": database.master_secret.secret_arn,
            **grants.authority(database, direct=True),
        },
        statements=_read_master_secret(database),
        group=ground.network.preparation,
    )


def _read_master_secret(database: Database) -> list[iam.PolicyStatement]:
    through = {"StringEquals": {"kms:ViaService": f"secretsmanager.{database.region}.amazonaws.com"}}
    return [
        iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=[database.master_secret.secret_arn]),
        iam.PolicyStatement(actions=["kms:Decrypt"], resources=[database.key.key_arn], conditions=through),
    ]
