"""A cloud with a server whose restore is drilled, on either engine, and runs of the job in it."""

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from moto.rds.models import rds_backends

from progressive_flow.kernel import aws, clock
from progressive_flow.kernel.declarations import registry

REGION, ACCOUNT = "us-east-1", "123456789012"
LIVE, SCRATCH, OTHER = "flow-prod", "flow-prod-drill", "somebody-elses"
MARK = "/flow/drill"
SUNDAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
GOOD = {"tables": 50, "audited": 7, "problems": []}
QUARTER = timedelta(minutes=15)
ENGINES = ("postgres", "aurora-postgresql")


@dataclass
class Checker:
    """Stands for the client of the functions: it returns what the test configured, and keeps the requests."""

    says: dict[str, Any] = field(default_factory=lambda: dict(GOOD))
    fails: Exception | None = None
    error: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
        assert FunctionName == "checker"
        self.asked.append(json.loads(Payload))
        if self.fails:
            raise self.fails
        response = {"Payload": io.BytesIO(json.dumps(self.says).encode())}
        return {**response, "FunctionError": self.error} if self.error else response


@dataclass
class Cloud:
    """RDS as moto has it, with the engine's words for servers and snapshots."""

    engine: str
    rds: Any
    checker: Checker

    @property
    def backend(self) -> Any:
        return rds_backends[ACCOUNT][REGION]

    def make(self, name: str, **more: Any) -> None:
        """Make a server."""
        if self.engine == "postgres":
            facts = {"Engine": "postgres", "DBInstanceClass": "db.r7g.large", "AllocatedStorage": 20}
            self.rds.create_db_instance(
                DBInstanceIdentifier=name, MasterUsername="master", MasterUserPassword="longenough", **facts, **more
            )
        else:
            self.rds.create_db_cluster(
                DBClusterIdentifier=name,
                Engine=self.engine,
                MasterUsername="master",
                MasterUserPassword="longenough",
                **more,
            )

    def snapshot(
        self, name: str, taken_at: datetime, status: str = "available", kind: str = "manual", *, of: str = LIVE
    ) -> None:
        """Take a snapshot of a server, at another time than now."""
        if self.engine == "postgres":
            self.rds.create_db_snapshot(DBInstanceIdentifier=of, DBSnapshotIdentifier=name)
            made = self.backend.database_snapshots[name]
        else:
            self.rds.create_db_cluster_snapshot(DBClusterIdentifier=of, DBClusterSnapshotIdentifier=name)
            made = self.backend.cluster_snapshots[name]
        made.created = made.original_snapshot_create_time = taken_at
        made.status, made.snapshot_type = status, kind

    def forget_automatic_snapshots(self) -> None:
        """Take away the snapshots that moto takes of every new server: they bear the machine's time, not the test's."""
        self.backend.database_snapshots.clear()
        self.backend.cluster_snapshots.clear()

    def forget_its_own_snapshots(self) -> None:
        """Take away what moto made of the scratch cluster, and would make again in the same minute."""
        for name in [name for name in self.backend.cluster_snapshots if SCRATCH in name]:
            del self.backend.cluster_snapshots[name]

    def servers(self) -> set[str]:
        """Return the names of every server."""
        return {*self.backend.databases, *self.backend.clusters}

    def set_status(self, status: str) -> None:
        """Let the scratch server be in a state."""
        if self.engine == "postgres":
            self.backend.databases[SCRATCH].status = status
        else:
            # moto calls a cluster available as soon as somebody looks at one that is creating
            self.backend.clusters[SCRATCH].status = "starting" if status == "creating" else status

    def scratch(self) -> dict[str, Any]:
        """Return RDS's description of the scratch server."""
        if self.engine == "postgres":
            return dict(self.rds.describe_db_instances(DBInstanceIdentifier=SCRATCH)["DBInstances"][0])
        return dict(self.rds.describe_db_clusters(DBClusterIdentifier=SCRATCH)["DBClusters"][0])


def stand(cloud: Cloud, *, aurora: bool) -> None:
    """Make where servers stand."""
    ec2 = boto3.client("ec2")
    subnets = [row["SubnetId"] for row in ec2.describe_subnets()["Subnets"]][:2]
    cloud.rds.create_db_subnet_group(DBSubnetGroupName="isolated", DBSubnetGroupDescription="x", SubnetIds=subnets)
    kind = {"DBParameterGroupFamily": "aurora-postgresql18" if aurora else "postgres18", "Description": "x"}
    if aurora:
        cloud.rds.create_db_cluster_parameter_group(DBClusterParameterGroupName="tuned", **kind)
    else:
        cloud.rds.create_db_parameter_group(DBParameterGroupName="tuned", **kind)
    boto3.client("ssm").put_parameter(Name=MARK, Value="never", Type="String")


def run(at: datetime = SUNDAY) -> dict[str, Any]:
    """Run the job once, at an instant."""
    with clock.moved_to(at):
        done: dict[str, Any] = registry.load("functions.scheduled.run_restore_drill")({}, None)
    return done


def runs(*, first: datetime = SUNDAY, most: int = 8) -> list[str]:
    """Run until the drill is finished; return its states."""
    states: list[str] = []
    while not states or (states[-1] != "finished" and len(states) < most):
        states.append(run(first + len(states) * QUARTER)["state"])
    return states


def changes() -> list[tuple[str, dict[str, Any]]]:
    """Return a list that fills with what RDS is asked to change."""
    sent: list[tuple[str, dict[str, Any]]] = []

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        if not model.name.startswith("Describe"):
            sent.append((model.name, params))

    aws.servers().meta.events.register("provide-client-params.rds", note)
    return sent


def logged(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """Return the line in which the job logged its work, with the metrics that it emitted."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    job: dict[str, Any] = next(line for line in lines if line.get("message") == "job")
    return job | {"_aws": next(line["_aws"] for line in lines if "_aws" in line)}


def raiser(error: Exception) -> Any:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    return fail
