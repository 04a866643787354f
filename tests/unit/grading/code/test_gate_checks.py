"""A check of code challenges by the lock of gate results: what is judged again, and what is said."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.operations.reference_data import service
from progressive_flow_local.cli import content_authoring
from progressive_flow_local.cli.content_lint import code, gate_lock
from progressive_flow_local.cli.content_lint.code import check_code_challenges
from progressive_flow_local.cli.content_lint.gate_lock import Entry
from progressive_flow_local.cli.content_lint.gates import Job, Judged
from tests.unit.grading.code.locked import FOUND, change, content, jobs


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Let the gate find what a test says, as if there were images; return what was judged."""
    names: list[str] = []

    def judge(given: Sequence[Job]) -> list[Judged]:
        names.extend(job.name for job in given)
        return [Judged(job, [], FOUND) for job in given]

    (tmp_path / "built.json").touch()
    monkeypatch.setattr(code, "IMAGE", tmp_path)
    monkeypatch.setattr(code, "judge_all", judge)
    return names


def lines(root: Path, *slugs: str, everything: bool = False) -> list[str]:
    """Return what a check finds, warnings marked."""
    found = check_code_challenges(root, content(root), slugs, everything=everything)
    return [f"{'warning: ' if finding.warning else ''}{finding.line}" for finding in found]


def test_what_did_not_change_is_believed_but_for_a_sample(root: Path, judged: list[str]) -> None:
    assert lines(root) == []
    assert len(judged) == 1
    assert gate_lock.sampled({job.name: job.content for job in jobs(root)}) == set(judged)
    judged.clear()
    assert lines(root, everything=True) == []
    assert sorted(judged) == ["one/1", "two/1"]


def test_a_task_that_changed_is_judged_and_no_problem_if_nothing_differs(root: Path, judged: list[str]) -> None:
    change(root, "one", starter={"main.py": ""})
    change(root, "two", starter={"main.py": ""})
    assert lines(root, "two") == [
        (
            "warning: code-practice/two/challenge.yaml: levels.0.task: level 1: its task changed and the gate finds what it found"
            " before: run `make gates`, so that code-gates.yaml knows"
        )
    ]
    assert judged == ["two/1"]


def test_a_level_that_the_lock_lacks_is_a_problem_without_images_too(
    root: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code, "IMAGE", root / "none")
    (root / gate_lock.FILE).unlink()
    assert [line for line in lines(root, "one") if "warning" not in line] == [
        "code-practice/one/challenge.yaml: levels.0.task: level 1: code-gates.yaml lacks it: run `make gates`"
    ]


def test_what_differs_is_a_problem(root: Path, judged: list[str]) -> None:
    other = FOUND.model_copy(update={"killed": 1, "survivors": ["+ → -"], "fuel_share": 0.02})
    gate_lock.write(root, {job.name: Entry(content=job.content, found=other) for job in jobs(root)})
    place = "code-practice/one/challenge.yaml: levels.0.task: level 1: the gate finds"
    assert lines(root, "one", everything=True) == [
        f"{place} killed: 2, the lock has 1: run `make gates`",
        f"{place} survivors: [], the lock has ['+ → -']: run `make gates`",
        f"{place} fuel_share: 0.01, the lock has 0.02: run `make gates`",
    ]


def test_the_lock_names_survivors_too(root: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    other = FOUND.model_copy(update={"survivors": ["+ → -"]})
    gate_lock.write(root, {job.name: Entry(content=job.content, found=other) for job in jobs(root)})
    monkeypatch.setattr(gate_lock, "sampled", lambda _: set())
    assert lines(root, "one") == [
        (
            "warning: code-practice/one/challenge.yaml: levels.0.task.checks: level 1: no check finds the mutant '+ → -': write a"
            " check for it, or list it under equivalent with a reason"
        )
    ]


def test_a_lock_that_lacks_a_level_or_has_one_too_many_is_a_problem(root: Path, judged: list[str]) -> None:
    (one, _) = jobs(root)
    entry = Entry(content=one.content, found=FOUND)
    gate_lock.write(root, {"one/1": entry, "gone/1": entry})
    assert lines(root) == [
        "code-gates.yaml: gone/1: is no level any more: run `make gates`",
        "code-practice/two/challenge.yaml: levels.0.task: level 1: code-gates.yaml lacks it: run `make gates`",
    ]
    (root / gate_lock.FILE).write_text("levels: 3\n")
    assert len(lines(root)) == 2


def test_another_judge_judges_everything(root: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_lock, "judge_hash", lambda: "another")
    assert lines(root) == [
        "warning: code-gates.yaml: judge: the judge changed since, so each level was judged again: run `make gates`"
    ]
    assert sorted(judged) == ["one/1", "two/1"]


def test_without_images_it_is_said_what_was_not_judged(
    root: Path, judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code, "IMAGE", root / "none")
    change(root, "one", starter={"main.py": ""})
    monkeypatch.setattr(gate_lock, "sampled", lambda _: set())
    assert lines(root) == [
        (
            "warning: code-practice/one/challenge.yaml: levels.0.task: level 1: was not judged, since the images of the judge are"
            " not built: run `make judge`"
        )
    ]
    assert judged == []


def test_the_platforms_own_tasks_need_another_right_way(root: Path, judged: list[str]) -> None:
    change(root, "one", other_solutions=[])
    (problem, *_) = lines(root, "one")
    assert problem == (
        "code-practice/one/challenge.yaml: levels.0.task.other_solutions: level 1: is empty: write the task in another right"
        " way, so that its checks are known to ask for no way in particular"
    )


def test_the_command_judges_all_and_writes_the_lock(
    root: Path, images: Images, monkeypatch: pytest.MonkeyPatch
) -> None:
    del images  # they are built now
    monkeypatch.setattr(service, "content_root", lambda: root)
    (root / gate_lock.FILE).unlink()
    done = CliRunner().invoke(content_authoring.app, ["gates"])
    assert done.exit_code == 0, done.output
    (one, two) = done.stdout.splitlines()
    assert one.startswith("one/1: 2 of 2 mutants found, 0 equivalent, 2 right ways, 0.0")
    assert two.startswith("two/1: ")
    locked = gate_lock.read(root).levels
    assert {name: entry.found.solution for name, entry in locked.items()} == dict.fromkeys(
        ("one/1", "two/1"), [100] * 5
    )
    assert lines(root) == []
    change(root, "one", solution={"main.py": "def number():\n    return 7\n"})
    refused = CliRunner().invoke(content_authoring.app, ["gates"])
    assert refused.exit_code == 1
    assert "one/1: does not pass" in refused.stdout
    assert "levels.0.task.solution: level 1: earns 0 with seed 0" in refused.stdout
    assert gate_lock.read(root).levels == locked
