"""`progressive-flow content check`: a sound sample passes every rule, and each rule fires on what breaks it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from progressive_flow_local.cli.content_lint import language, tables
from progressive_flow_local.cli.content_lint.check import Checked, check
from progressive_flow_local.cli.content_lint.figures import figures, margin
from progressive_flow_local.cli.content_lint.passages import Passage

SAMPLE = Path(__file__).parent / "sample"
BOOK = "basics/guest-book/challenge.yaml"
STATEMENT = "basics/guest-book/statement.md"
WALL = "basics/photo-wall/challenge.yaml"
LARGE = "expected: {1: [100, 100], 2: [100, 100], 3: [80, 95], 4: [5, 20], 5: [40, 60]}"
DEDUP = "consistency: leader, dedup: true"
PARAGRAPH = (
    "Four components in a row. The balancer is the only address that visitors know, the application is the only one that "
    "knows the book, so that every line passes its rules."
)

Broken = Callable[[str, str, str], list[str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the sample."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "content"))


@pytest.fixture
def broken(root: Path) -> Broken:
    """Change a file of the copy and return the lines of the check of the guest book."""

    def change(file: str, old: str, new: str) -> list[str]:
        text = (root / file).read_text()
        assert old in text
        (root / file).write_text(text.replace(old, new, 1))
        return [finding.line for finding in check(root, ["guest-book"]).findings]

    return change


def test_the_sample_has_nothing_wrong() -> None:
    assert check(SAMPLE, ["guest-book"]).findings == []


def test_what_is_not_written_yet_may_be_allowed() -> None:
    found = [finding.line for finding in check(SAMPLE).findings]
    assert found == [
        f"{WALL}: levels: levels 1, 2, 3, 4 and 5 are missing: write them, or lower level_count, which is 5",
        "basics/photo-wall/statement.md: is missing: write what is to be designed",
    ]
    assert check(SAMPLE, allow_incomplete=True).findings == []


BAND = (
    "weaker_designs.1.expected: 'Large and alone' scores 94.42 on level 3, expected 0 to 79 "
    "(with what follows by a rule: ways, the weights of hidden tests)"
)
UNREJECTING = (
    "levels.2.test_cases: level 3: rejects no design that passed the levels before: ask for something that a weaker design "
    "or a small change of the reference lacks"
)
UNDETECTED = (
    "reference_design.nodes.2: with 5 replicas instead of 6 for 'app' the reference still earns 100 on every level: add a test "
    "that fails then, or list the change 'app: replicas 6 to 5' in harmless_mutants with the reason"
)

BROKEN = [
    # Designs.
    (
        BOOK,
        "target: 1, floor: 0, weight: 2}",
        "target: 2, floor: 0, weight: 2}",
        "change the design or these targets: 'reading-works' measures 100 %, the target is 200 % or more",
    ),
    (BOOK, LARGE, LARGE.replace("[80, 95]", "[0, 79]"), BAND),
    (BOOK, LARGE, LARGE.replace(", 5: [40, 60]", ""), "'Large and alone' has no band for level 5"),
    (BOOK, LARGE, LARGE.replace("[80, 95]", "[95, 80]"), "has [95, 80] for level 3: it must be [low, high]"),
    (BOOK, f"{DEDUP}}}", f"{DEDUP}, units: 3}}", "a key is written twice"),
    (BOOK, "{lose: zone}, load: 1.4", "{lose: zone}", UNDETECTED),
    (
        BOOK,
        "weaker_designs:",
        "harmless_mutants: [{change: 'book: no dedup', why: No reason.}]\nweaker_designs:",
        "harmless_mutants.0: 'book: no dedup' loses points on level 5: remove it from harmless_mutants",
    ),
    (
        BOOK,
        "weaker_designs:",
        "harmless_mutants: [{change: 'book: no lock', why: No reason.}]\nweaker_designs:",
        "harmless_mutants.0: no mutant of the reference is called 'book: no lock'",
    ),
    (
        BOOK,
        "target: 2_500, floor: 9_000",
        "target: 25_000, floor: 90_000",
        "levels.2.test_cases: level 3: rejects no design that passed",
    ),
    (
        BOOK,
        ", visibility: hidden}",
        ", visibility: points}",
        "levels.1.test_cases: level 2: has no hidden test: add one",
    ),
    (BOOK, "min_score: 85", "min_score: 5", "min_score: level 2: passes with every hidden test at 0: raise min_score"),
    (BOOK, "xp_reward: 50", "xp_reward: 39", "levels.3.xp_reward: level 4: 39 is less than the 40 of level 3"),
    (
        BOOK,
        "estimated_minutes: 25",
        "estimated_minutes: 19",
        "levels.4.estimated_minutes: level 5: 19 is less than the 20 of level 4",
    ),
    # Writing.
    (
        BOOK,
        "      - {id: nothing-idle, kind: no_orphans, target: 0, floor: 3}\n",
        "",
        "levels.0.test_cases: level 1: has 3, must have 4",
    ),
    (BOOK, "floor: 0.5, weight: 3}", "floor: 0.5, weight: 30}", "'all-served' weighs more than all others"),
    (BOOK, ", visibility: points}", "}", "levels.1.test_cases: level 2: has no test with visibility 'points'"),
    (
        BOOK,
        "must_pass: [all-served]",
        "must_pass: [last-ferry]",
        "must_pass.0: level 2: take 'last-ferry' out of must_pass",
    ),
    (BOOK, "xp_penalty: 4}", "xp_penalty: 2}", "levels.0.hints: level 1: penalties [1, 2, 2] must rise"),
    (
        BOOK,
        "xp_penalty: 4}",
        "xp_penalty: 17}",
        "levels.0.hints: level 1: penalties add up to 20, must stay below xp_reward 20",
    ),
    (
        BOOK,
        "text: Follow one line from the visitor to the book.",
        "text: Follow.",
        "levels.0.hints.0.text: level 1: has 7 characters",
    ),
    (BOOK, "Four components in a row. ", "x " * 1000, "levels.0.solution_approach: level 1: has 21"),
    (BOOK, "Visitors **read**", "Visitors " + "see " * 400 + "**read**", "levels.0.description: level 1: has 1"),
    (STATEMENT, "## Estimates", "## Guesses", "statement.md: sections: must be"),
    (
        STATEMENT,
        "A lighthouse keeps",
        "Long. " * 1000 + "A lighthouse keeps",
        "statement.md: text: has 6998 characters",
    ),
    (BOOK, "prerequisites: []", "prerequisites: [photo-wall]", "prerequisites: 'photo-wall' comes later"),
    (BOOK, "  - level: 5", "  - level: 4", "levels: are numbered [1, 2, 3, 4, 4]"),
    # Language.
    (STATEMENT, "A lighthouse", "A lighthuose", "statement.md: text: 'lighthuose' is misspelled"),
    (STATEMENT, "A visitor signs", "A visitor visitor signs", "statement.md: text: 'visitor visitor' is there twice"),
    (STATEMENT, "## Estimates", "## Estimates ", "statement.md: line 17: ends in spaces"),
    (
        BOOK,
        "One server more than the load needs, spread over zones.",
        f"{PARAGRAPH}\n\n      One server more.",
        "levels.3.solution_approach: a paragraph is that of",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "complaint"), BROKEN, ids=[case[3] for case in BROKEN])
def test_each_rule_fires(broken: Broken, file: str, old: str, new: str, complaint: str) -> None:
    found = broken(file, old, new)
    assert any(complaint in line for line in found), found


def test_two_weaker_designs_are_wanted_that_fail_something(root: Path) -> None:
    text = (root / BOOK).read_text()
    (root / BOOK).write_text(text[: text.index("  - name: Large and alone")])
    assert [finding.line for finding in check(root, ["guest-book"]).findings] == [
        f"{BOOK}: weaker_designs: has 1, must have 2 designs that people really submit",
        f"{BOOK}: {UNREJECTING}",
    ]
    reference = text[text.index("  schema: sd-graph/1") : text.index("weaker_designs:")].replace("\n", "\n    ")
    twin = "  - name: Twin\n    why: It is the reference.\n    design:\n    "
    same = "\n    expected: {1: [100, 100], 2: [100, 100], 3: [100, 100], 4: [100, 100], 5: [100, 100]}\n"
    (root / BOOK).write_text(text + twin + reference.rstrip() + same)
    lines = [finding.line for finding in check(root, ["guest-book"]).findings]
    assert (
        f"{BOOK}: weaker_designs.2: 'Twin' passes every level: choose a design that fails one, or ask for more" in lines
    )
    assert f"{BOOK}: weaker_designs: has 3, must have 2 designs that people really submit" in lines


def test_half_a_challenge_is_checked_as_far_as_it_goes(root: Path) -> None:
    text = (root / BOOK).read_text()
    half = text[: text.index("  - level: 3")] + text[text.index("reference_design:") : text.index("weaker_designs:")]
    (root / BOOK).write_text(half)
    found = check(root, ["guest-book"], allow_incomplete=True)
    assert found.problems == []
    lines = [finding.line for finding in found.findings]
    assert f"{BOOK}: weaker_designs: has 0, must have 2 designs that people really submit" in lines
    assert any("without dedup for 'book' the reference still earns 100" in line for line in lines)
    strict = [problem.line for problem in check(root, ["guest-book"]).problems]
    assert f"{BOOK}: levels: levels 3, 4 and 5 are missing: write them, or lower level_count, which is 5" in strict


def test_an_unreadable_file_hides_no_other(root: Path) -> None:
    (root / BOOK).write_text((root / BOOK).read_text().replace("kind: no_orphans", "kind: no_widows"))
    (root / WALL).write_text((root / WALL).read_text().replace("school", "skool"))
    found = [finding.line for finding in check(root, allow_incomplete=True).findings]
    assert any("kind 'no_widows' is not known" in line for line in found)
    assert f"{WALL}: description: 'skool' is misspelled, or belongs into words.txt" in found


def test_the_word_list_is_sorted(root: Path) -> None:
    (root / "words.txt").write_text("failover\ndedup\n")
    assert [finding.line for finding in check(root, allow_incomplete=True).findings] == [
        "words.txt: words: must be sorted, each once, one a line"
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("colour color analyse analyze centre travelled catalogue programme", []),
        ("a `qwrtz` and ```\nqwrtz\n``` and https://qwrtz.example/qwrtz", []),
        ("p99 of 3kB, app_server, DDIA, LRU, URLs", []),
        ("the reader's half-open valve, don't", []),
        ("speling misteak speling", ["speling", "misteak"]),
        ("Speling. (misteak)", ["Speling", "misteak"]),
        ("well-speled", ["speled"]),
    ],
)
def test_spelling(text: str, wrong: list[str]) -> None:
    found = language.check_language([Passage("file: field", text)], frozenset())
    assert [finding.line.split("'")[1] for finding in found] == wrong


def checked() -> Checked:
    return check(SAMPLE, ["guest-book"])


def test_the_summary_shows_margin_and_weakest_link() -> None:
    (graded,) = checked().graded
    found = list(figures(graded))
    assert [finding.tests for finding in found] == [4, 7, 5, 6, 5]
    assert sum(finding.killed for finding in found) == found[0].mutants == len(graded.mutants)
    assert (found[0].margin, found[0].weakest) == (None, "")
    assert found[1].weakest == "book-calm"
    lines = tables.summary([graded])
    assert lines[0].split() == ["challenge", "level", "tests", "margin", "killed", "weakest", "link"]
    assert lines[2].startswith("guest-book  2      7      +")


def test_margins_count_beyond_the_target() -> None:
    result = {"kind": "max_rho", "unit": "utilisation", "target": 0.8, "observed": 0.6}
    assert margin(result) == pytest.approx(0.25)
    assert margin({**result, "observed": 1.0}) == pytest.approx(-0.25)
    assert margin({**result, "observed": 0.8}) is None
    assert margin({**result, "observed": None}) == -1
    assert margin({"kind": "no_orphans", "unit": "components", "target": 0, "observed": 2}) == -2
    share = {"kind": "availability", "unit": "share", "target": 0.999, "observed": 0.9995}
    assert margin(share) == pytest.approx(0.5)
    assert margin({**share, "target": 0.4, "observed": 0.5}) == pytest.approx(0.25)


def test_details_show_every_design_in_every_test() -> None:
    lines = list(tables.details(checked().graded[0]))
    text = "\n".join(lines)
    assert "guest-book, level 4: Resilience" in lines
    (row,) = (line for line in lines if line.startswith("zone-lost"))
    assert row.split()[1:8] == ["survives", "zone", "0.99", "0.3", "2", "points", "1"]
    assert "One of each" in text
    assert "book: no dedup                        level 5      76.47  pressed-twice" in lines
    (score,) = (line for line in lines if line.startswith("score") and "29.41 not passed" in line)
    assert score.split() == ["score", "100", "passed", "29.41", "not", "passed", "52.94", "not", "passed"]
