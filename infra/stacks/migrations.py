"""Operations that a deploy runs before functions are updated: prepare the cluster, migrate, load reference data.

Each is a custom resource with a hash of its input. When the hash changes, CloudFormation runs the operation; if it fails,
the deploy fails, and the stacks of functions, which depend on this one, are not updated.
"""

from __future__ import annotations

from pathlib import Path

from constructs import Construct

from infra.constructs.function import FunctionStack
from infra.constructs.operation import OperationRunner, operation_function
from infra.context import StageContext
from infra.delivery.assets import fingerprint
from infra.paths import ROOT
from progressive_flow.operations.database_setup import cluster

SQL = ROOT / "sql"
CLUSTER_CODE = Path(cluster.__file__).parent  # the roles that the preparation creates


class Migrations(FunctionStack):
    """The three operations, in order. Work that takes longer than an operation may is run from the command line."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "migrations", context)
        prepare = operation_function(self, "prepare_cluster")
        migrate = operation_function(self, "migrate")
        load = operation_function(self, "load_reference_data")
        runner = OperationRunner(self, [prepare, migrate, load])
        schema = fingerprint(SQL, exclude="seeds/")
        prepared = runner.run("Prepared", prepare, Roles=fingerprint(CLUSTER_CODE))
        migrated = runner.run("Migrated", migrate, Schema=schema)
        loaded = runner.run("Loaded", load, Schema=schema, Content=fingerprint(SQL / "seeds"))
        migrated.node.add_dependency(prepared)
        loaded.node.add_dependency(migrated)
