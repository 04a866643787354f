"""`progressive-flow attempts submit`, against the gateway and the functions in this process."""

import json
import time
from pathlib import Path

import pytest
from typer.testing import Result

from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.code_attempts import SLUG, run_all, starter, task_of
from tests.support.commands import RUNNER, sign_in
from tests.support.learning import admit
from tests.support.task_kinds import run_due_tasks


@pytest.fixture
def learner_at_work(api: Api, admitted: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """A learner who runs commands; while they wait, the tasks are done."""
    sign_in(api, admitted, monkeypatch)
    monkeypatch.setattr(time, "sleep", lambda _: run_all(clouds))
    return admitted


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def submit(folder: Path, *options: str, slug: str = SLUG, level: int = 1) -> Result:
    """Run the command."""
    return RUNNER.invoke(app, ["attempts", "submit", slug, str(level), str(folder), *options])


def said(ran: Result) -> list[str]:
    """Return the lines that it printed, without the log of the functions in this process."""
    return [line for line in ran.stdout.splitlines() if not line.startswith('{"')]


def test_a_right_folder_passes(learner_at_work: Caller, tmp_path: Path) -> None:
    write(tmp_path, task_of()["solution"])
    (tmp_path / "notes.txt").write_text("Not of the task.")
    ran = submit(tmp_path)
    assert ran.exit_code == 0, ran.output
    lines = said(ran)
    assert lines[0] == "passed     4 of 4  Each started half hour costs 1.20"
    assert lines[-2] == "Passed with 100 of 100: 6 of 6 checks passed."
    assert lines[-1].endswith(" in all")
    assert not lines[-1].startswith("0 XP")
    assert said(submit(tmp_path))[-1].startswith("0 XP")


def test_a_wrong_one_says_what_was_expected_and_what_came(learner_at_work: Caller, tmp_path: Path) -> None:
    ran = submit(write(tmp_path, starter()["files"]))
    assert ran.exit_code == 1
    lines = said(ran)
    assert lines[:3] == [
        "failed     0 of 4  Each started half hour costs 1.20",
        "           Expected fee(30) to return 120, but it returned 0.",
        "           expected 120, actual 0",
    ]
    hidden = lines.index("failed     0 of 1  A hidden check")
    assert lines[hidden + 1] == "           What is a stay that ended before it began?"
    assert lines[-2].startswith("Not passed: ")


def test_a_limit_is_named(learner_at_work: Caller, tmp_path: Path) -> None:
    lines = said(submit(write(tmp_path, {"main.py": "while True: pass"})))
    assert lines[0] == "exhausted (cpu)  0 of 4  Each started half hour costs 1.20"
    assert any(line.startswith("not run") for line in lines)


def test_the_verdict_is_printed_as_json(learner_at_work: Caller, tmp_path: Path) -> None:
    ran = submit(write(tmp_path, task_of()["solution"]), "--json")
    attempt = json.loads("\n".join(said(ran)))
    assert (attempt["challenge"], attempt["passed"]) == (SLUG, True)


def test_nobody_has_to_wait(api: Api, learner_at_work: Caller, clouds: Clouds, tmp_path: Path) -> None:
    task = json.loads("\n".join(said(submit(write(tmp_path, task_of()["solution"]), "--no-wait"))))
    assert task["state"] == "queued"
    assert run_all(clouds) == ["grade_code", "judge_code", "grade_code"]


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("other.py", b"", "has none of the files that this level asks for: main.py."),
        ("main.py", b"\xff\xfe", "is not a text in UTF-8."),
        ("main.py", b" " * 1_000_001, "is too long: it has 1,000,001 bytes."),
        ("main.py", b" " * 100_001, "/body"),
    ],
)
def test_what_cannot_be_submitted_is_named(
    name: str, body: bytes, message: str, learner_at_work: Caller, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(body)
    ran = submit(tmp_path)
    assert isinstance(ran.exception, LocalError)
    assert message in str(ran.exception)


def test_a_level_of_designs_takes_no_folder(api: Api, learner_at_work: Caller, tmp_path: Path) -> None:
    admit(api, learner_at_work, "url-shortener")
    ran = submit(tmp_path, slug="url-shortener")
    assert isinstance(ran.exception, LocalError)
    assert "does not take code" in str(ran.exception)


def test_a_submission_that_waited_too_long_says_so(
    learner_at_work: Caller, clouds: Clouds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(_: float) -> None:
        clouds.heard()
        run_due_tasks(clouds, minutes=6)

    monkeypatch.setattr(time, "sleep", wait)
    ran = submit(write(tmp_path, task_of()["solution"]))
    assert isinstance(ran.exception, LocalError)
    assert str(ran.exception).startswith("There is no verdict: ")


def test_without_a_judge_it_says_what_to_do(
    learner_at_work: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUDGE_BUILT", "0")
    ran = submit(write(tmp_path, task_of()["solution"]))
    assert isinstance(ran.exception, LocalError)
    assert "make judge" in str(ran.exception)
