"""What jobs and measurements log: a line and metrics of work, also of work that failed; and the fields on every line."""

import json
from typing import Any

import pytest

from progressive_flow.kernel import observability
from progressive_flow.kernel.declarations.work import logged
from progressive_flow.kernel.errors import WorkFailedError


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def metrics(line: dict[str, Any]) -> dict[str, str]:
    (directive,) = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "ProgressiveFlow"
    return {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}


def test_a_jobs_numbers_are_metrics_and_its_words_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert logged("tidy", lambda: {"swept": 3, "state": "done"}) == {"swept": 3, "state": "done"}
    line, emitted = lines(capsys)
    assert (line["message"], line["job"], line["swept"], line["state"]) == ("job", "tidy", 3, "done")
    assert metrics(emitted) == {"swept": "Count", "duration_ms": "Milliseconds"}
    assert (emitted["job"], emitted["swept"]) == ("tidy", [3.0])


def test_metrics_have_no_dimension_that_the_alarms_do_not_name(capsys: pytest.CaptureFixture[str]) -> None:
    observability.metrics({"domain": "identity", "outcome": "2xx"}, {"duration_ms": ("Milliseconds", 1.5)})
    (emitted,) = lines(capsys)
    assert emitted["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["domain", "outcome"]]


def test_work_that_fails_is_counted_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> dict[str, Any]:
        raise WorkFailedError("There is dust.", {"failed": 1})

    with pytest.raises(WorkFailedError, match="dust"):
        logged("tidy", fail)
    line, emitted = lines(capsys)
    assert (line["failed"], set(metrics(emitted))) == (1, {"failed", "duration_ms"})


def test_any_other_failure_counts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        logged("tidy", fail)
    assert lines(capsys) == []


def test_every_line_has_level_time_service_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    observability.info("large table", relation="users", total_bytes=5)
    (line,) = lines(capsys)
    assert (line["level"], line["message"], line["service"]) == ("INFO", "large table", "progressive-flow")
    assert (line["relation"], line["total_bytes"]) == ("users", 5)
    assert line["location"].startswith("test_every_line_has_level_time_service_and_place")
    assert line["timestamp"].endswith("+0000")
    assert "_aws" not in line


def test_a_requests_id_is_on_its_lines_and_on_no_later_one(capsys: pytest.CaptureFixture[str]) -> None:
    observability.correlate("one")
    observability.warning("rate limited")
    observability.correlate(None)
    observability.info("job")
    first, second = lines(capsys)
    assert (first["correlation_id"], first["level"]) == ("one", "WARNING")
    assert "correlation_id" not in second


def int_of(text: str) -> int:
    raise ValueError(text)


def test_an_exception_has_its_stack(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="torn") as raised:
        int_of("torn")
    observability.exception(raised.value, step=2)
    (line,) = lines(capsys)
    assert (line["level"], line["message"], line["exception_name"], line["step"]) == ("ERROR", "torn", "ValueError", 2)
    assert "int_of" in line["exception"]
