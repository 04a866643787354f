"""What jobs and measurements write: metrics of work, also of work that failed, and lines that are none."""

import json
from typing import Any

import pytest

from progressive_flow.kernel import observability
from progressive_flow.kernel.errors import WorkFailedError


def metrics(line: dict[str, Any]) -> set[str]:
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    return {metric["Name"] for metric in directive["Metrics"]}


def test_a_jobs_numbers_are_metrics_and_its_words_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert observability.timed_work("tidy", lambda: {"swept": 3, "state": "done"}) == {"swept": 3, "state": "done"}
    line = json.loads(capsys.readouterr().out)
    assert (line["job"], line["swept"], line["state"]) == ("tidy", 3, "done")
    assert metrics(line) == {"swept", "duration_ms"}


def test_work_that_fails_is_counted_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> dict[str, Any]:
        raise WorkFailedError("There is dust.", {"failed": 1})

    with pytest.raises(WorkFailedError, match="dust"):
        observability.timed_work("tidy", fail)
    line = json.loads(capsys.readouterr().out)
    assert (line["failed"], metrics(line)) == (1, {"failed", "duration_ms"})


def test_any_other_failure_counts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        observability.timed_work("tidy", fail)
    assert capsys.readouterr().out == ""


def test_a_reading_is_no_metric(capsys: pytest.CaptureFixture[str]) -> None:
    observability.reading("large table", name="users", total_bytes=5)
    line = {"level": "INFO", "message": "large table", "name": "users", "total_bytes": 5}
    assert json.loads(capsys.readouterr().out) == line
