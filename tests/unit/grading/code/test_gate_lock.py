"""The lock of gate results: what differs, what it keeps, and that it knows all that a result depends on."""

import subprocess
import sys
from pathlib import Path

import pytest

from progressive_flow.grading.code.limits import FILES
from progressive_flow.operations.reference_data import service
from progressive_flow_local.cli.content_lint import gate_lock, locking
from progressive_flow_local.cli.content_lint.gate_lock import Entry
from progressive_flow_local.cli.content_lint.gates import Job, Judged
from tests.unit.grading.code.locked import FOUND, jobs


def test_a_tenth_is_judged_which_depends_on_the_contents() -> None:
    contents = {str(number): f"content {number}" for number in range(31)}
    chosen = gate_lock.sampled(contents)
    assert len(chosen) == 4
    assert chosen == gate_lock.sampled(dict(reversed(contents.items())))
    assert chosen != gate_lock.sampled({name: f"{text} changed" for name, text in contents.items()})


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
