"""A challenge is written once and its levels say how they differ; what is stored has everything."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from progressive_flow.curriculum.authoring.files import Challenge, Level, plain
from progressive_flow.curriculum.authoring.files.cases import OWN, Case
from progressive_flow.curriculum.authoring.files.challenges import ChallengeFile
from progressive_flow.curriculum.authoring.files.expanding import ExpansionError, expand
from progressive_flow.curriculum.authoring.files.reading import read_files
from progressive_flow.curriculum.authoring.files.statements import SECTIONS, check_statement
from progressive_flow.grading.system_design.engine import KINDS

SAMPLE = Path(__file__).parent / "sample"
GIVEN: dict[str, Any] = {
    "op": "read",
    "other": "sign",
    "via": [["app_server"]],
    "ways": [{"via": [["app_server"]]}],
    "from": "client",
    "to": "database",
    "type": "database",
    "fault": {"lose": "zone"},
    "outage_seconds": 60,
    "recipients": 100,
    "count": 1000,
    "within_ms": 200,
}


def guest_book() -> Challenge:
    content, problems = read_files(SAMPLE)
    assert problems == []
    return content.challenges[0]


def written(**changes: Any) -> ChallengeFile:
    """A challenge with one level, as a file says it."""
    case = {"id": "served", "kind": "served"}
    hints = [{"text": text, "xp_penalty": cost} for cost, text in enumerate(("one", "two", "three"), 1)]
    level = {
        "level": 1,
        "description": "d",
        "test_cases": [case],
        "passing_criteria": {"min_score": 80, "must_pass": []},
        "xp_reward": 10,
        "estimated_minutes": 5,
        "hints": hints,
        "solution_approach": "s",
        **changes.pop("level", {}),
    }
    operations = [{"id": "read", "kind": "read", "rps": 5, "store": ["database"]}, *changes.pop("operations", [])]
    facts = {
        name: getattr(guest_book(), name)
        for name in ("slug", "title", "track", "lesson", "order", "category", "difficulty", "description", "tags")
    }
    workload = {"items": 10, "item_bytes": 100, "zipf": 0.5, "operations": operations, **changes.pop("workload", {})}
    file = {
        **facts,
        "prerequisites": [],
        "ddia_concepts": [],
        "estimated_minutes": 60,
        "xp_base": 10,
        "level_count": 5,
        "catalogue_version": 2,
        "allowed_types": ["client", "database"],
        "workload": workload,
        "levels": [level],
        **changes,
    }
    return ChallengeFile.model_validate({name: value for name, value in file.items() if value is not None})


def workload(file: ChallengeFile) -> dict[str, Any]:
    found: dict[str, Any] = plain(expand(file, "").levels[0])["requirements"]["workload"]
    return found


def test_a_level_takes_the_challenges_workload() -> None:
    level = plain(expand(written(), "").levels[0])
    assert level["name"] == "Connectivity"
    assert level["requirements"] == {
        "catalogue_version": 2,
        "load": 1.0,
        "allowed_types": ["client", "database"],
        "workload": {
            "items": 10,
            "item_bytes": 100,
            "zipf": 0.5,
            "regions": 1,
            "connections": 0,
            "operations": [
                {
                    "id": "read",
                    "kind": "read",
                    "rps": 5.0,
                    "store": ["database"],
                    "cacheable": False,
                    "async": False,
                    "hot_share": 0.0,
                }
            ],
        },
    }


def test_a_level_replaces_rates_and_figures() -> None:
    level = {"load": 2, "rates": {"read": 70}, "workload": {"items": 99, "regions": 3}, "allowed_types": ["client"]}
    found = plain(expand(written(level=level), "").levels[0])["requirements"]
    assert (found["load"], found["allowed_types"]) == (2, ["client"])
    assert (found["workload"]["items"], found["workload"]["regions"], found["workload"]["item_bytes"]) == (99, 3, 100)
    assert found["workload"]["operations"][0]["rps"] == 70


def test_an_operation_takes_part_in_its_levels_only() -> None:
    late = {"id": "late", "kind": "write", "store": ["database"], "levels": [2], "rps": 1}
    assert [operation["id"] for operation in workload(written(operations=[late]))["operations"]] == ["read"]
    early = {**late, "levels": [1]}
    assert [operation["id"] for operation in workload(written(operations=[early]))["operations"]] == ["read", "late"]
    assert "levels" not in workload(written(operations=[early]))["operations"][1]


def test_a_payload_of_the_workload_is_every_operations() -> None:
    other = {"id": "other", "kind": "read", "store": ["database"], "rps": 1, "payload_bytes": 7}
    found = workload(written(workload={"payload_bytes": 40}, operations=[other]))["operations"]
    assert [operation["payload_bytes"] for operation in found] == [40, 7]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        (
            {"level": {"test_cases": [{"id": "bill", "kind": "cost"}]}},
            "levels.0.test_cases.0.id: level 1: the platform adds a test called 'bill': choose another id",
        ),
        ({"level": {"rates": {"fly": 1}}}, "levels.0.rates.fly: level 1: no operation is called 'fly'"),
        (
            {"operations": [{"id": "free", "kind": "read", "store": ["database"]}]},
            "levels.0.rates: level 1: 'free' has no rps: write it here or in the workload",
        ),
        (
            {"level": {"level": 3}, "operations": [], "workload": {"operations": [
                {"id": "read", "kind": "read", "rps": 1, "store": ["database"], "levels": [2]}
            ]}},
            "levels.0.level: level 3: no operation takes part: add the level to the levels of an operation, or give it none",
        ),
        ({"workload": None}, ""),
        ({"catalogue_version": None}, "catalogue_version: is missing, and levels need it: write 2"),
        ({"allowed_types": None}, "allowed_types: is missing, and levels need it: list the types that levels offer"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_out(changes: dict[str, Any], problem: str) -> None:
    if changes == {"workload": None}:
        file = written().model_copy(update={"workload": None})
        problem = "workload: is missing, and levels need it: write what comes in"
    else:
        file = written(**changes)
    with pytest.raises(ExpansionError) as refusal:
        expand(file, "")
    assert refusal.value.problems == [problem]


def test_what_is_stored_reads_back_equal() -> None:
    for level in guest_book().levels:
        assert Level.model_validate(plain(level)) == level
        assert all(case["visibility"] in {"visible", "points", "hidden"} for case in plain(level)["test_cases"])


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_takes_its_fields_and_no_other(kind: str) -> None:
    takes, needs = KINDS[kind].takes, KINDS[kind].needs
    full = {name: GIVEN[name] for name in {*takes, "op"}}
    assert Case.model_validate({"id": "x", "kind": kind, **full}).weight == 1
    for name in set(OWN) - takes:
        with pytest.raises(ValidationError, match=f"{name}: a test of kind '{kind}' takes no such field"):
            Case.model_validate({"id": "x", "kind": kind, **full, name: GIVEN[name]})
    for name in needs & set(full):
        with pytest.raises(ValidationError, match=f"{name}: a test of kind '{kind}' needs it"):
            Case.model_validate({"id": "x", "kind": kind, **{key: full[key] for key in full if key != name}})


def test_a_fault_may_be_named_alone() -> None:
    case = Case.model_validate({"id": "x", "kind": "loss_window", "fault": "region"})
    assert plain(case)["fault"] == {"lose": "region", "count": 1}
    with pytest.raises(ValidationError, match=r"fault\.lose"):
        Case.model_validate({"id": "x", "kind": "survives", "fault": {"lose": "heart"}})


def statement(**bodies: str) -> str:
    return "\n\n".join(f"## {name}\n\n{bodies.get(name.split()[-1], 'Something.')}" for name in SECTIONS)


def test_a_statement_has_four_sections_in_order() -> None:
    assert check_statement(statement()) == []
    assert check_statement(statement(Estimates="")) == ["Estimates: is empty: write something under this heading"]
    (missing,) = check_statement(statement().replace("## Estimates", "## Guesses"))
    assert missing.startswith("sections: must be '## The system'")
    (swapped,) = check_statement("\n".join(reversed(statement().split("\n"))))
    assert swapped.endswith("found Estimates, Non-functional requirements, Functional requirements, The system")


def test_the_statement_belongs_to_the_challenge() -> None:
    assert guest_book().statement.startswith("## The system")
    assert plain(guest_book())["statement"] == guest_book().statement


def test_a_day_may_replace_requirements() -> None:
    file = written(daily={"load": 2, "allowed_types": ["client"]})
    assert plain(expand(file, ""))["daily"] == {"load": 2.0, "allowed_types": ["client"]}
    with pytest.raises(ValidationError, match=r"daily\.hints"):
        written(daily={"hints": 0})


def test_hints_are_three() -> None:
    with pytest.raises(ValidationError, match=r"levels\.0\.hints"):
        written(level={"hints": [{"text": "one", "xp_penalty": 1}]})


def test_reading_gives_what_can_be_read(tmp_path: Path) -> None:
    content, problems = read_files(tmp_path)
    assert (content.tracks, content.challenges) == ([], [])
    assert [line.partition(":")[0] for line in problems] == ["tracks.yaml"]
