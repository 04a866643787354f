"""Operations that a deploy runs before functions are updated: prepare the cluster, migrate, load reference data.

Each is a custom resource with a hash of its input. When the hash changes, CloudFormation runs the operation; if it fails,
the deploy fails, and the stacks of functions, which depend on this one, are not updated.
"""

from __future__ import annotations

from pathlib import Path

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs import capabilities
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.constructs.operation import MAX_OPERATION_TIMEOUT, OperationRunner
from infra.context import DATABASE_NAME, DATABASE_PORT, DatabaseRef, StageContext
from infra.delivery.assets import fingerprint
from infra.paths import ROOT
from progressive_flow.platform import cluster
from progressive_flow.routing import Need

SQL = ROOT / "sql"
CLUSTER_CODE = Path(cluster.__file__).parent  # the roles that the preparation creates


class Migrations(FunctionStack):
    """The three operations, in order. Work that takes longer than an operation may is run from the command line."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "migrations", context)
        prepare = PlatformFunction(self, _prepare(context))
        migrate = PlatformFunction(self, _operation("migrate", "Migrate the database to the schema of this release."))
        load = PlatformFunction(
            self, _operation("load_reference_data", "Load the reference data: tracks and challenges.")
        )
        runner = OperationRunner(self, [prepare, migrate, load])
        schema = fingerprint(SQL, exclude="seeds/")
        prepared = runner.run("Prepared", prepare, Roles=fingerprint(CLUSTER_CODE))
        migrated = runner.run("Migrated", migrate, Schema=schema)
        loaded = runner.run("Loaded", load, Schema=schema, Content=fingerprint(SQL / "seeds"))
        migrated.node.add_dependency(prepared)
        loaded.node.add_dependency(migrated)


def _operation(name: str, summary: str) -> FunctionSpec:
    needs = (Need.DATABASE_AS_MIGRATOR,)
    return FunctionSpec(f"functions.operations.{name}", summary, needs, memory=1024, timeout=MAX_OPERATION_TIMEOUT)


def _prepare(context: StageContext) -> FunctionSpec:
    """Return the one function that reads the master password."""
    database = context.database
    return FunctionSpec(
        "functions.operations.prepare_cluster",
        "Create the database and its roles with the master password; the roles sign in by IAM.",
        needs=(),
        memory=512,
        timeout=120,
        environment={
            "DATABASE_HOST": database.host(direct=True),
            "DATABASE_PORT": str(DATABASE_PORT),
            "DATABASE_NAME": DATABASE_NAME,
            "DATABASE_SECRET": database.server.secret.secret_arn,
            **capabilities.certificates(database, direct=True),
        },
        statements=_read_master_secret(database),
        group=context.network.preparation,
    )


def _read_master_secret(database: DatabaseRef) -> list[iam.PolicyStatement]:
    secret = database.server.secret.secret_arn
    via_secrets_manager = {"StringEquals": {"kms:ViaService": f"secretsmanager.{database.config.region}.amazonaws.com"}}
    return [
        iam.PolicyStatement(actions=["secretsmanager:GetSecretValue"], resources=[secret]),
        iam.PolicyStatement(actions=["kms:Decrypt"], resources=[database.key.key_arn], conditions=via_secrets_manager),
    ]
