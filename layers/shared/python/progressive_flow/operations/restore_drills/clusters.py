"""Aurora clusters as scratch servers: a cluster and, once that is there, one member; both go together."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from progressive_flow.kernel import aws
from progressive_flow.operations.restore_drills.servers import (
    Plan,
    Scratch,
    Snapshot,
    State,
    newest_of,
    scratch_of,
    state_of,
    tags,
)

ENGINE = "aurora-postgresql"
CAPACITY = {"MinCapacity": 0.5, "MaxCapacity": 4.0}  # Aurora's units: it is asked a few questions, once


class Clusters:
    """Aurora clusters, restored from snapshots of clusters; those of AWS Backup are listed with the others."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._member = f"{plan.scratch}-1"
        self._rds = aws.servers()

    def newest(self) -> Snapshot | None:
        """Return the newest snapshot that is whole."""
        pages = self._rds.get_paginator("describe_db_cluster_snapshots").paginate(DBClusterIdentifier=self._plan.source)
        return newest_of((row for page in pages for row in page["DBClusterSnapshots"]), "DBClusterSnapshotIdentifier")

    def find(self) -> Scratch | None:
        """Return the scratch cluster, ready when its member is."""
        try:
            answer = self._rds.describe_db_clusters(DBClusterIdentifier=self._plan.scratch)
        except self._rds.exceptions.DBClusterNotFoundFault:
            return None
        row = answer["DBClusters"][0]
        return scratch_of(row, self._state(state_of(row["Status"])), row.get("Endpoint", ""))

    def restore(self, snapshot: Snapshot, at: datetime) -> bool:
        """Begin a restore of the cluster."""
        try:
            self._rds.restore_db_cluster_from_snapshot(
                DBClusterIdentifier=self._plan.scratch,
                SnapshotIdentifier=snapshot.name,
                Engine=ENGINE,
                DBSubnetGroupName=self._plan.subnets,
                VpcSecurityGroupIds=[self._plan.group],
                DBClusterParameterGroupName=self._plan.parameters,
                ServerlessV2ScalingConfiguration=CAPACITY,
                EnableIAMDatabaseAuthentication=True,
                DeletionProtection=False,
                Tags=tags(snapshot, at),
            )
        except self._rds.exceptions.DBClusterAlreadyExistsFault:
            return False
        return True

    def complete(self) -> None:
        """Add the one member."""
        with suppress(self._rds.exceptions.DBInstanceAlreadyExistsFault):
            self._rds.create_db_instance(
                DBInstanceIdentifier=self._member,
                DBClusterIdentifier=self._plan.scratch,
                DBInstanceClass=self._plan.size,
                Engine=ENGINE,
                PubliclyAccessible=False,
            )

    def delete(self) -> None:
        """Take member and cluster away: a cluster may go once no member stays."""
        faults = self._rds.exceptions
        with suppress(faults.DBInstanceNotFoundFault, faults.InvalidDBInstanceStateFault):
            self._rds.delete_db_instance(DBInstanceIdentifier=self._member, SkipFinalSnapshot=True)
        try:
            self._rds.delete_db_cluster(DBClusterIdentifier=self._plan.scratch, SkipFinalSnapshot=True)
        except faults.DBClusterNotFoundFault:
            return
        except faults.InvalidDBClusterStateFault:
            left = self.find()
            if left and left.state is not State.GOING:
                raise

    def _state(self, cluster: State) -> State:
        if cluster is not State.READY:
            return cluster
        try:
            answer = self._rds.describe_db_instances(DBInstanceIdentifier=self._member)
        except self._rds.exceptions.DBInstanceNotFoundFault:
            return State.BARE
        return state_of(answer["DBInstances"][0]["DBInstanceStatus"])
