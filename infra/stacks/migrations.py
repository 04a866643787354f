"""What a deploy runs before functions switch: prepare the cluster, migrate, load reference data.

Each is a custom resource that carries a hash of what it would apply. If that changed, CloudFormation runs it; if it fails,
the deploy fails, and the stacks of functions, which depend on this one, stay as they were.
"""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs import capabilities
from infra.constructs.function import FunctionStack, Ground, OurFunction, Task
from infra.constructs.operation import LONGEST, Runner
from infra.delivery.assets import fingerprint
from infra.paths import ROOT
from infra.stacks.database import NAME, PORT, Database
from progressive_flow.routing import Need

SQL = ROOT / "sql"
PLATFORM = ROOT / "layers" / "shared" / "python" / "progressive_flow" / "platform"


class Migrations(FunctionStack):
    """The three operations, in order. Work that takes longer has a path from the command line."""

    def __init__(self, scope: Construct, ground: Ground) -> None:
        super().__init__(scope, "migrations", ground)
        prepare = OurFunction(self, _prepare(ground))
        migrate = OurFunction(self, _operation("migrate", "Bring the database to this bundle's schema."))
        load = OurFunction(self, _operation("load_reference_data", "Load tracks and challenges."))
        self.operations = (prepare, migrate, load)
        runner = Runner(self, [*self.operations])
        schema = fingerprint(SQL, leave_out="seeds/")
        prepared = runner.run("Prepared", prepare, Roles=fingerprint(PLATFORM))
        migrated = runner.run("Migrated", migrate, Schema=schema)
        loaded = runner.run("Loaded", load, Schema=schema, Content=fingerprint(SQL / "seeds"))
        migrated.node.add_dependency(prepared)
        loaded.node.add_dependency(migrated)


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
            **capabilities.authority(database, direct=True),
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
