"""What a load changed, from what stood before and after it."""

from typing import Any

from progressive_flow.curriculum.versions.changes import Changed, Changes, LiveVersion, compare, describe

LEVEL: dict[str, Any] = {"level": 1, "xp_reward": 10, "test_cases": [{"id": "a"}]}


def book(version: int = 1, *, is_active: bool = True, **fields: Any) -> LiveVersion:
    return LiveVersion("book", is_active, version, {"title": "Book", "levels": [LEVEL], **fields})


def test_what_became_of_a_challenge() -> None:
    assert compare([], [book()]) == [Changed("book", "added", 1, [])]
    assert compare([book()], [book()]) == []
    assert compare([book()], [book(is_active=False)]) == [Changed("book", "archived", 1, [])]
    assert compare([book(is_active=False)], [book()]) == [Changed("book", "taken back", 1, [])]
    assert compare([book()], [book(2, title="Guest book")]) == [Changed("book", "changed", 2, ["title"])]


def test_which_parts_of_which_levels_differ() -> None:
    second = {**LEVEL, "level": 2}
    before = book(levels=[LEVEL, second])
    after = book(2, levels=[{**LEVEL, "xp_reward": 11, "test_cases": []}, {**LEVEL, "level": 3}], statement="New.")
    (found,) = compare([before], [after])
    assert found.what == ["statement", "level 1 (test cases, xp reward)", "level 2 removed", "level 3 added"]


def test_a_first_version_may_be_the_first_content() -> None:
    (found,) = compare([LiveVersion("book", True, 0, None)], [book()])
    assert (found.kind, found.what) == ("changed", ["title", "level 1 added"])


def test_lines_for_people() -> None:
    changes = Changes(
        {"challenges": 1, "levels": 0, "track_prerequisites": 2}, [Changed("book", "changed", 2, ["title"])]
    )
    assert list(describe(changes)) == ["changed book, version 2: title", "challenges: 1", "track prerequisites: 2"]
    assert list(describe(Changes({"levels": 0}, []))) == ["nothing changes"]
