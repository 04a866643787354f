"""The scratch server of a restore drill and its snapshot: what both engines have in common, and RDS instances.

Every call names the scratch server's identifier, and a server of that name which no drill made is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from progressive_flow.kernel import aws, settings
from progressive_flow.kernel.errors import UserError

PURPOSE = "restore-drill"
BROKEN = {
    "failed",
    "inaccessible-encryption-credentials",
    "incompatible-network",
    "incompatible-option-group",
    "incompatible-parameters",
    "incompatible-restore",
    "insufficient-capacity",
    "restore-error",
    "storage-full",
}


class ScratchError(UserError):
    """The settings, or an existing server, would make a drill change a server that is not its own."""


class State(StrEnum):
    """How far a scratch server is; `BARE` is a cluster that has no member yet."""

    COMING = "coming"
    BARE = "bare"
    READY = "ready"
    BROKEN = "broken"
    GOING = "going"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot by its name, and when what is in it was so."""

    name: str
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Scratch:
    """The scratch server: where it is, when it was begun, of which moment it is."""

    state: State
    address: str
    begun_at: datetime
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What is restored, under which name, and where it stands; all names are RDS's."""

    source: str
    scratch: str
    subnets: str
    group: str
    parameters: str
    size: str


class Servers(Protocol):
    """What a drill does to servers."""

    def newest(self) -> Snapshot | None:
        """Return the newest snapshot that is whole."""
        ...

    def find(self) -> Scratch | None:
        """Return the scratch server; raise `ScratchError` if one of its name is not a drill's."""
        ...

    def restore(self, snapshot: Snapshot, at: datetime) -> bool:
        """Begin a restore; False if another run was faster."""
        ...

    def complete(self) -> None:
        """Add what a bare server lacks."""
        ...

    def delete(self) -> None:
        """Take the scratch server away, without a last snapshot; one that is going or gone is as good."""
        ...


def plan() -> Plan:
    """Return the plan in the environment, `RESTORE_*`; raise `ScratchError` if the scratch is what it is restored from."""
    names = ("OF", "SCRATCH", "SUBNETS", "SECURITY_GROUP", "PARAMETERS", "CLASS")
    found = Plan(*(settings.required(f"RESTORE_{name}") for name in names))
    if found.scratch.lower() == found.source.lower():
        raise ScratchError("RESTORE_SCRATCH is RESTORE_OF: a drill would delete the server that it verifies.")
    return found


def newest_of(rows: Iterable[Mapping[str, Any]], name: str) -> Snapshot | None:
    """Return the newest of the snapshots in `rows` that is whole; `name` is the member with its identifier."""
    whole = [row for row in rows if row["Status"] == "available"]
    # a copy has a time of its own: what counts is when its original was taken
    dated = [Snapshot(row[name], row.get("OriginalSnapshotCreateTime") or row["SnapshotCreateTime"]) for row in whole]
    return max(dated, key=lambda snapshot: snapshot.taken_at, default=None)


def tags(snapshot: Snapshot, at: datetime) -> list[dict[str, str]]:
    """Return the tags of a scratch server: the state of its drill, since the job itself is stateless."""
    tags = {
        "purpose": PURPOSE,
        "snapshot": snapshot.name,
        "taken-at": snapshot.taken_at.isoformat(),
        "begun-at": at.isoformat(),
    }
    return [{"Key": name, "Value": value} for name, value in tags.items()]


def scratch_of(row: Mapping[str, Any], state: State, address: str) -> Scratch:
    """Return the scratch server in a row; raise `ScratchError` if no drill made it."""
    tags = {tag["Key"]: tag["Value"] for tag in row.get("TagList", [])}
    if tags.get("purpose") != PURPOSE:
        raise ScratchError(
            "A server that no drill made has the scratch server's name: rename it; the drill does not touch it."
        )
    begun, taken = (datetime.fromisoformat(tags[name]) for name in ("begun-at", "taken-at"))
    return Scratch(state, address, begun, taken)


def state_of(status: str) -> State:
    """Return what RDS's status comes to; whatever is neither good nor bad is on its way."""
    if status in BROKEN:
        return State.BROKEN
    return {"available": State.READY, "deleting": State.GOING}.get(status, State.COMING)


class Instances:
    """RDS instances, restored from snapshots that RDS takes, AWS Backup takes, or somebody took."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rds = aws.servers()

    def newest(self) -> Snapshot | None:
        """Return the newest snapshot that is whole."""
        pages = self._rds.get_paginator("describe_db_snapshots")
        of = {"DBInstanceIdentifier": self._plan.source}
        # snapshots of AWS Backup are listed only on request
        rows = [
            row
            for kind in ({}, {"SnapshotType": "awsbackup"})
            for page in pages.paginate(**of, **kind)
            for row in page["DBSnapshots"]
        ]
        return newest_of(rows, "DBSnapshotIdentifier")

    def find(self) -> Scratch | None:
        """Return the scratch server."""
        try:
            answer = self._rds.describe_db_instances(DBInstanceIdentifier=self._plan.scratch)
        except self._rds.exceptions.DBInstanceNotFoundFault:
            return None
        row = answer["DBInstances"][0]
        return scratch_of(row, state_of(row["DBInstanceStatus"]), row.get("Endpoint", {}).get("Address", ""))

    def restore(self, snapshot: Snapshot, at: datetime) -> bool:
        """Begin a restore, open to nobody but the network's own groups."""
        try:
            self._rds.restore_db_instance_from_db_snapshot(
                DBInstanceIdentifier=self._plan.scratch,
                DBSnapshotIdentifier=snapshot.name,
                DBInstanceClass=self._plan.size,
                DBSubnetGroupName=self._plan.subnets,
                VpcSecurityGroupIds=[self._plan.group],
                DBParameterGroupName=self._plan.parameters,
                EnableIAMDatabaseAuthentication=True,
                PubliclyAccessible=False,
                DeletionProtection=False,
                MultiAZ=False,
                Tags=tags(snapshot, at),
            )
        except self._rds.exceptions.DBInstanceAlreadyExistsFault:
            return False
        return True

    def complete(self) -> None:
        """Do nothing: an instance is whole."""

    def delete(self) -> None:
        """Take the scratch server away."""
        try:
            self._rds.delete_db_instance(
                DBInstanceIdentifier=self._plan.scratch, SkipFinalSnapshot=True, DeleteAutomatedBackups=True
            )
        except self._rds.exceptions.DBInstanceNotFoundFault:
            return
        except self._rds.exceptions.InvalidDBInstanceStateFault:
            left = self.find()
            if left and left.state is not State.GOING:
                raise
