"""How a drill ends: whatever the check says the server is deleted, no other is touched, and none runs until next week."""

import json
from datetime import datetime, timedelta

import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.errors import WorkFailedError
from progressive_flow.operations.restore_drills import service
from progressive_flow.operations.restore_drills.clusters import Clusters
from progressive_flow.operations.restore_drills.servers import Instances, ScratchError
from tests.unit.operations.restoring import (
    LIVE,
    OTHER,
    QUARTER,
    SCRATCH,
    SUNDAY,
    Cloud,
    changes,
    logged,
    raiser,
    run,
    runs,
)


class TestChecking:
    def test_what_the_checker_counted_are_metrics(self, ready: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
        done = run(SUNDAY + 2 * QUARTER)
        assert (done["checked"], done["deleted"], done["failed"]) == (1, 1, 0)
        (directive,) = logged(capsys)["_aws"]["CloudWatchMetrics"]
        assert {"checked", "failed", "tables", "audited", "snapshot_age_hours"} <= {
            metric["Name"] for metric in directive["Metrics"]
        }

    @pytest.mark.parametrize("way", ["problems", "its own error", "no answer"])
    def test_a_check_that_fails_takes_the_server_away_and_fails_the_job(
        self, ready: Cloud, capsys: pytest.CaptureFixture[str], way: str
    ) -> None:
        ready.checker.says = {"tables": 3, "problems": ["streak_days is empty in the copy."]}
        if way == "its own error":
            ready.checker.says, ready.checker.error = (
                {"errorType": "OperationalError", "errorMessage": "gone"},
                "Unhandled",
            )
        if way == "no answer":
            ready.checker.fails = TimeoutError("250 seconds")
        said = {"problems": "streak_days", "its own error": "OperationalError: gone", "no answer": "TimeoutError: 250"}
        with pytest.raises(WorkFailedError, match=said[way]):
            run(SUNDAY + 2 * QUARTER)
        assert SCRATCH not in ready.servers()
        out = capsys.readouterr().out.splitlines()
        lines = [json.loads(line) for line in out]
        (job,) = (line for line in lines if line.get("message") == "job" and line["state"] == "checked")
        assert (job["failed"], job["checked"], job["deleted"]) == (1, 1, 1)
        (finding,) = (line for line in lines if line.get("message") == "restored copy")
        assert said[way].partition(":")[0] in finding["problem"]
        assert run(SUNDAY + 3 * QUARTER)["state"] == "finished", "not again this Sunday"

    def test_two_at_once_both_check_and_both_find_it_gone(self, ready: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
        with clock.moved_to(SUNDAY + 2 * QUARTER):
            scratch = service._servers().find()
            assert scratch
            first, second = (service._check(service._servers(), scratch, clock.now()) for _ in range(2))
        assert first == second
        assert (second["failed"], SCRATCH in ready.servers()) == (0, False)

    def test_a_server_that_will_not_go_fails_the_job(self, ready: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
        """And the next run tries again."""
        kind = Instances if ready.engine == "postgres" else Clusters
        monkeypatch.setattr(kind, "delete", raiser(PermissionError("not allowed")))
        with pytest.raises(PermissionError):
            run(SUNDAY + 2 * QUARTER)
        monkeypatch.undo()


class TestGivingUp:
    @pytest.mark.parametrize("status", ["failed", "incompatible-restore", "storage-full"])
    def test_a_failed_restore_is_taken_away_and_counted(
        self, cloud: Cloud, capsys: pytest.CaptureFixture[str], status: str
    ) -> None:
        run()
        capsys.readouterr()
        cloud.set_status(status)
        with pytest.raises(WorkFailedError, match="events of RDS"):
            run(SUNDAY + QUARTER)
        job = logged(capsys)
        assert (job["failed"], job["deleted"], job["state"]) == (1, 1, "given up")
        assert SCRATCH not in cloud.servers()
        assert run(SUNDAY + 2 * QUARTER)["state"] == "finished"

    @pytest.mark.parametrize("status", ["creating", "available"])
    def test_one_of_six_hours_is_taken_away_and_counted(self, cloud: Cloud, status: str) -> None:
        run()
        cloud.set_status(status)
        late = SUNDAY + timedelta(hours=6, minutes=1)
        with pytest.raises(WorkFailedError, match="six hours"):
            run(late)
        assert SCRATCH not in cloud.servers()
        assert cloud.checker.asked == []

    def test_one_of_last_sunday_goes_and_the_next_is_begun(self, cloud: Cloud) -> None:
        run()
        with pytest.raises(WorkFailedError):
            run(SUNDAY + timedelta(days=7))
        cloud.forget_its_own_snapshots()
        assert run(SUNDAY + timedelta(days=7) + QUARTER)["restored"] == 1

    def test_the_window_closes_on_what_is_not_there(self, cloud: Cloud) -> None:
        """Or it would stand, and cost, until the next Sunday."""
        late = SUNDAY + timedelta(hours=6)
        run(late)
        cloud.set_status("creating")
        with pytest.raises(WorkFailedError, match="window closed"):
            run(late + 2 * QUARTER)
        assert SCRATCH not in cloud.servers()

    def test_and_on_what_is_there_once_it_was_checked(self, cloud: Cloud) -> None:
        late = SUNDAY + timedelta(hours=6)
        run(late)
        if cloud.engine != "postgres":
            run(late)
        assert run(late + 2 * QUARTER)["state"] == "checked"


class TestNeverAnothers:
    def test_every_change_names_the_scratch(self, cloud: Cloud) -> None:
        sent = changes()
        runs()
        keys = ("DBInstanceIdentifier", "DBClusterIdentifier")
        assert {asked[key] for _, asked in sent for key in keys if key in asked} <= {SCRATCH, f"{SCRATCH}-1"}
        wanted = {"DeleteDBInstance"} if cloud.engine == "postgres" else {"DeleteDBInstance", "DeleteDBCluster"}
        deleted = [(name, asked) for name, asked in sent if name.startswith("Delete")]
        assert {name for name, _ in deleted} == wanted
        assert all(asked["SkipFinalSnapshot"] for _, asked in deleted)
        assert {LIVE, OTHER} <= cloud.servers()

    def test_a_server_of_its_name_that_it_did_not_make_is_left_alone(self, cloud: Cloud) -> None:
        cloud.make(SCRATCH)
        with pytest.raises(ScratchError, match="no drill made"):
            run()
        assert SCRATCH in cloud.servers()

    def test_the_live_server_cannot_be_the_scratch(self, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("RESTORE_SCRATCH", LIVE.upper())
        with pytest.raises(ScratchError, match="RESTORE_SCRATCH"):
            run()


@pytest.mark.parametrize(
    ("at", "opened"),
    [
        (SUNDAY, SUNDAY),
        (SUNDAY + timedelta(hours=6, minutes=45), SUNDAY),
        (SUNDAY - timedelta(seconds=1), SUNDAY - timedelta(days=7)),
        (SUNDAY + timedelta(days=6, hours=20), SUNDAY),
    ],
)
def test_the_window_opens_on_sunday_at_three(at: datetime, opened: datetime) -> None:
    assert service._window(at) == opened
