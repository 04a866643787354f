"""The restore drill, one step a run on either engine: it begins once a Sunday, waits, and leaves nothing."""

from datetime import timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from progressive_flow.kernel import aws
from progressive_flow.kernel.errors import WorkFailedError
from progressive_flow.operations.restore_drills import marks, service
from progressive_flow.operations.restore_drills.clusters import Clusters
from progressive_flow.operations.restore_drills.servers import Instances
from tests.unit.operations.restoring import MARK, QUARTER, SCRATCH, SUNDAY, Cloud, changes, logged, raiser, run, runs


class TestTheWholeWay:
    def test_a_drill_goes_step_by_step_and_leaves_nothing(self, cloud: Cloud) -> None:
        before = cloud.servers()
        more = ["restoring"] if cloud.engine != "postgres" else []  # the member
        assert runs() == ["restoring", *more, "checked", "finished"]
        assert cloud.servers() == before
        assert len(cloud.checker.asked) == 1

    def test_nothing_is_restored_twice_in_one_sunday(self, cloud: Cloud) -> None:
        runs()
        cloud.snapshot("this-morning", SUNDAY + timedelta(hours=2))
        assert {run(SUNDAY + number * QUARTER)["state"] for number in range(8, 28)} == {"finished"}
        assert SCRATCH not in cloud.servers()

    def test_the_next_sunday_begins_again(self, cloud: Cloud) -> None:
        runs()
        cloud.forget_its_own_snapshots()
        assert run(SUNDAY + timedelta(days=7))["restored"] == 1

    def test_the_checker_gets_the_address_and_the_instant(self, cloud: Cloud) -> None:
        runs()
        (asked,) = cloud.checker.asked
        assert asked["taken_at"] == (SUNDAY - timedelta(hours=8)).isoformat()
        assert SCRATCH in asked["host"]


class TestBeginning:
    def test_the_copy_stands_in_the_network_and_nowhere_else(self, cloud: Cloud) -> None:
        done = run()
        assert done == {
            "restored": 1,
            "checked": 0,
            "failed": 0,
            "deleted": 0,
            "snapshot_age_hours": 8,
            "state": "restoring",
        }
        made = cloud.scratch()
        assert made["IAMDatabaseAuthenticationEnabled"] is True
        assert [group["VpcSecurityGroupId"] for group in made["VpcSecurityGroups"]] == ["sg-12345678"]
        tags = {tag["Key"]: tag["Value"] for tag in made["TagList"]}
        assert (tags["snapshot"], tags["purpose"]) == ("last-night", "restore-drill")
        if cloud.engine == "postgres":
            assert made["DBInstanceClass"] == "db.r7g.large"
            assert made["DBSubnetGroup"]["DBSubnetGroupName"] == "isolated"
            assert made["DBParameterGroups"][0]["DBParameterGroupName"] == "tuned"
        else:
            assert (made["DBSubnetGroup"], made["DBClusterParameterGroup"]) == ("isolated", "tuned")
            run(SUNDAY + QUARTER)
            (member,) = cloud.rds.describe_db_instances()["DBInstances"]
            assert (member["DBInstanceIdentifier"], member["DBInstanceClass"]) == (f"{SCRATCH}-1", "db.serverless")
            assert member["PubliclyAccessible"] is False

    def test_what_moto_would_not_show_is_asked_for(self, cloud: Cloud) -> None:
        sent = changes()
        run()
        ((_, asked),) = sent
        assert (asked["DeletionProtection"], asked["EnableIAMDatabaseAuthentication"]) == (False, True)
        if cloud.engine == "postgres":
            assert (asked["MultiAZ"], asked["PubliclyAccessible"]) == (False, False)
        else:
            assert asked["ServerlessV2ScalingConfiguration"]["MaxCapacity"] <= 4

    def test_the_newest_whole_snapshot_is_taken(self, cloud: Cloud) -> None:
        cloud.snapshot("older", SUNDAY - timedelta(hours=30))
        cloud.snapshot("still-creating", SUNDAY - timedelta(minutes=1), status="creating")
        cloud.snapshot("by-rds", SUNDAY - timedelta(hours=2), kind="automated")
        assert run()["snapshot_age_hours"] == 2

    def test_one_of_aws_backup_is_taken_too(self, cloud: Cloud) -> None:
        kind = "awsbackup" if cloud.engine == "postgres" else "manual"  # of clusters they are listed with the others
        cloud.snapshot("awsbackup-job-1", SUNDAY - timedelta(hours=1), kind=kind)
        newest = service._servers().newest()  # moto cannot restore it
        assert newest
        assert newest.name == "awsbackup-job-1"

    def test_a_copy_of_an_old_snapshot_is_old(self, cloud: Cloud) -> None:
        cloud.snapshot("copied", SUNDAY - timedelta(minutes=1))
        if cloud.engine == "postgres":
            cloud.backend.database_snapshots["copied"].original_snapshot_create_time = SUNDAY - timedelta(days=9)
            assert run()["snapshot_age_hours"] == 8

    def test_without_a_snapshot_it_fails(self, cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
        for snapshots in (cloud.backend.database_snapshots, cloud.backend.cluster_snapshots):
            snapshots.clear()
        with pytest.raises(WorkFailedError, match="no snapshot"):
            run()
        assert logged(capsys)["failed"] == 1

    def test_two_at_once_make_one(self, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second one saw no server yet when it looked."""
        kind = Instances if cloud.engine == "postgres" else Clusters
        assert run()["restored"] == 1
        if cloud.engine != "postgres":
            taken = ClientError({"Error": {"Code": "DBClusterAlreadyExistsFault"}}, "RestoreDBClusterFromSnapshot")
            real = aws.servers()
            fault = type("Fault", (Exception,), {})
            monkeypatch.setattr(real.exceptions, "DBClusterAlreadyExistsFault", fault, raising=False)
            monkeypatch.setattr(real, "restore_db_cluster_from_snapshot", raiser(fault(str(taken))))
        marks.write(SUNDAY - timedelta(days=7))
        monkeypatch.setattr(kind, "find", lambda self: None)
        assert run()["restored"] == 0
        assert len([name for name in cloud.servers() if name == SCRATCH]) == 1

    @pytest.mark.parametrize(("minutes", "state"), [(375, "restoring"), (390, "closed"), (405, "closed")])
    def test_the_last_runs_begin_nothing(self, cloud: Cloud, minutes: int, state: str) -> None:
        assert run(SUNDAY + timedelta(minutes=minutes))["state"] == state

    def test_a_run_that_died_before_it_remembered_is_remembered_by_the_next(self, cloud: Cloud) -> None:
        run()
        boto3.client("ssm").put_parameter(Name=MARK, Value="never", Type="String", Overwrite=True)
        assert runs(first=SUNDAY + QUARTER)[-1] == "finished"


class TestWaiting:
    @pytest.mark.parametrize("status", ["creating", "modifying", "backing-up", "rebooting"])
    def test_a_server_that_is_on_its_way_is_waited_for(self, cloud: Cloud, status: str) -> None:
        run()
        cloud.set_status(status)
        assert run(SUNDAY + QUARTER)["state"] == "restoring"
        assert cloud.checker.asked == []
        assert SCRATCH in cloud.servers()

    def test_one_that_is_going_is_left_to_go(self, cloud: Cloud) -> None:
        run()
        cloud.set_status("deleting")
        done = run(SUNDAY + QUARTER)
        assert (done["state"], done["deleted"]) == ("deleting", 0)

    def test_a_member_on_its_way_is_waited_for(self, cloud: Cloud) -> None:
        if cloud.engine == "postgres":
            return
        run()
        run(SUNDAY + QUARTER)
        cloud.backend.databases[f"{SCRATCH}-1"].status = "creating"
        assert run(SUNDAY + 2 * QUARTER)["state"] == "restoring"
        assert cloud.checker.asked == []
