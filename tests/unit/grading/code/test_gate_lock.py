"""The lock of gate results: what has to be judged again, what differs, and that it knows all that a result depends on."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from progressive_flow.curriculum.authoring.files import Content
from progressive_flow.curriculum.authoring.files.reading import read_files
from progressive_flow.grading.code.limits import FILES
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.operations.reference_data import service
from progressive_flow_local.cli import content_authoring
from progressive_flow_local.cli.content_lint import code, gate_lock, locking
from progressive_flow_local.cli.content_lint.code import check_code_challenges, documents_of
from progressive_flow_local.cli.content_lint.gate_lock import Entry, Found
from progressive_flow_local.cli.content_lint.gates import Job, Judged, jobs_of
from tests.unit.grading.code.challenges import FOLDER

FOUND = Found(
    solution=[100] * 5,
    other_solutions=[100],
    empty=0,
    starter=0,
    frozen={},
    mutants=2,
    killed=2,
    equivalent=0,
    survivors=[],
    fuel_share=0.01,
)
SLUGS = ("one", "two")
Judge = Callable[..., list[str]]


def challenge(slug: str, order: int) -> dict[str, Any]:
    """Return a challenge whose gate takes a moment: a function that says one number."""
    written: dict[str, Any] = yaml.safe_load((FOLDER / "parking-fees" / "challenge.yaml").read_text())
    written["levels"][0]["task"] = {
        "runtime": "python",
        "min_score": 100,
        "starter": {"main.py": "def number():\n    return 0\n"},
        "solution": {"main.py": f"def number():\n    return {order}\n"},
        "other_solutions": [{"main.py": f"number = lambda: {order}\n"}],
        "checks": [{"id": "says", "title": "It says the number", "steps": [{"call": "number", "gives": order}]}],
    }
    return written | {"slug": slug, "order": order}


def save(root: Path, written: dict[str, Any]) -> None:
    """Write a challenge into a folder of content."""
    folder = root / "code-practice" / written["slug"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "challenge.yaml").write_text(yaml.safe_dump(written))
    (folder / "statement.md").write_text("What to build.\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of content with two challenges, both of which are locked."""
    shutil.copy(FOLDER.parent / "tracks.yaml", tmp_path)
    for order, slug in enumerate(SLUGS, 1):
        save(tmp_path, challenge(slug, order))
    gate_lock.write(tmp_path, {job.name: Entry(content=job.content, found=FOUND) for job in jobs(tmp_path)})
    return tmp_path


def content(root: Path) -> Content:
    return read_files(root)[0]


def jobs(root: Path) -> list[Job]:
    return jobs_of(documents_of(content(root)))


def change(root: Path, slug: str, **changes: Any) -> None:
    """Change the task of a challenge."""
    written = challenge(slug, 1 + SLUGS.index(slug))
    written["levels"][0]["task"] |= changes
    save(root, written)


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


def test_a_tenth_is_judged_which_depends_on_the_contents() -> None:
    contents = {str(number): f"content {number}" for number in range(31)}
    chosen = gate_lock.sampled(contents)
    assert len(chosen) == 4
    assert chosen == gate_lock.sampled(dict(reversed(contents.items())))
    assert chosen != gate_lock.sampled({name: f"{text} changed" for name, text in contents.items()})


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
    assert [line.partition(":")[0] for line in lines(root)] == ["warning", "warning"]
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


@pytest.mark.parametrize(("share", "differs"), [(0.01, False), (0.010007, False), (0.01099, False), (0.0112, True)])
def test_fuel_may_differ_as_builds_of_an_image_do(share: float, differs: bool) -> None:
    found = FOUND.model_copy(update={"fuel_share": share})
    assert bool(gate_lock.differences(FOUND, found)) is differs


def test_the_lock_keeps_two_digits_of_the_fuel(tmp_path: Path) -> None:
    found = FOUND.model_copy(update={"fuel_share": 0.123456})
    gate_lock.write(tmp_path, {"one/1": Entry(content="", found=found)})
    assert gate_lock.read(tmp_path).levels["one/1"].found.fuel_share == 0.12


def test_what_does_not_differ_stays_in_the_lock_as_it_is(root: Path) -> None:
    before = (root / gate_lock.FILE).read_text()
    nearly = FOUND.model_copy(update={"fuel_share": 0.0105})
    gate_lock.write(root, {job.name: Entry(content=job.content, found=nearly) for job in jobs(root)})
    assert (root / gate_lock.FILE).read_text() == before


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


def test_a_level_is_described_with_what_was_found() -> None:
    job = Job("tabs", "tabs.yaml", 2, 1, {})
    assert locking.described(Judged(job, [], FOUND)) == (
        "tabs/2: 2 of 2 mutants found, 0 equivalent, 2 right ways, 1 % of the fuel"
    )


def test_the_lock_has_each_level_of_the_platforms_code() -> None:
    root = service.content_root()
    there = {job.name: job.sent for job in jobs(root)}
    locked = gate_lock.read(root).levels
    assert set(locked) == set(there), "run `make gates`"
    for name, entry in locked.items():
        found, sent = entry.found, there[name]
        assert set(found.solution) == set(found.other_solutions) == {100}
        assert found.empty == 0
        assert found.starter < sent["criteria"]["min_score"]
        assert found.killed >= 0.9 * found.mutants
        assert found.mutants > 10 or sent["requirements"]["runtime"] not in {"python", "sql"}
        is_page = FILES[sent["requirements"]["runtime"]] == FILES["web"]
        assert set(found.frozen) == ({check["id"] for check in sent["tests"]} if is_page else set())


def test_the_hash_of_the_judge_is_that_of_all_that_the_gate_loads() -> None:
    names = "[module.__file__ for name, module in sys.modules.items() if name.startswith('progressive_flow.grading')]"
    script = f"import sys; import progressive_flow.grading.code.gate.gate; print(*filter(None, {names}), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {Path(line) for line in done.stdout.splitlines() if Path(line).name != "__init__.py"}
    assert len(loaded) > 30
    assert loaded <= {file.resolve() for file in gate_lock.judging_files()}
