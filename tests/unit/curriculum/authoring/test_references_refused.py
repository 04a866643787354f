"""Each way in which reference files can be wrong is refused, naming the file and the field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from progressive_flow.curriculum.authoring.yaml_files import ContentError, parsed
from progressive_flow.operations.reference_data.files import read_references
from progressive_flow.operations.reference_data.service import content_root
from tests.support.content import content

BADGES = "achievements.yaml"
SKILLS = "skills.yaml"
BASICS = "questions/fundamentals.yaml"
ICON = "icons/achievements/warm-start.svg"
FIRST = "{metric: fast_passes, threshold: 1}"
WHERE = "topic: static-website\n  chapter: 1\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the reference files."""
    root = tmp_path / "content"
    shutil.copytree(content_root(), root, ignore=shutil.ignore_patterns("challenge.yaml", "tracks.yaml"))
    return root


def complaint(root: Path) -> str:
    with pytest.raises(ContentError) as caught:
        read_references(root, content())
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        # The shape of a file.
        (BADGES, "slug: warm-start", "slug: Warm_Start", "achievements.0.slug: must be lower-case letters and digits"),
        (BADGES, "category: speed", "category: luck", "achievements.0.category: must be 'speed'"),
        (BADGES, "rarity: common", "rarity: mythic", "achievements.0.rarity: must be 'common'"),
        (BADGES, "rarity: common", "rarity: epic", "xp_reward of a epic achievement is 200 to 400"),
        (BADGES, "xp_reward: 25", "xp_reward: 51", "xp_reward of a common achievement is 25 to 50"),
        (
            BADGES,
            "name: Warm Start",
            "name: Warm Start, colour: red",
            "achievements.0.colour: there is no such field here; there are: slug, name",
        ),
        # The grammar of criteria.
        (BADGES, FIRST, "{metric: luck, threshold: 1}", "metric 'luck' is not one of"),
        (BADGES, FIRST, "{metric: fast_passes}", "criteria.threshold: is missing"),
        (BADGES, FIRST, "{metric: fast_passes, threshold: 0}", "criteria.threshold: must be at least 1, not 0"),
        (BADGES, FIRST, "{metric: fast_passes, threshold: 1.5}", "criteria.threshold: must be a whole number, not 1.5"),
        (BADGES, FIRST, "{metric: fast_passes, threshold: 1, filter: {}}", "a filter has exactly one of"),
        (
            BADGES,
            FIRST,
            "{metric: fast_passes, threshold: 1, filter: {track: systems, level: 1}}",
            "a filter has exactly one of",
        ),
        (BADGES, FIRST, "{metric: active_days, threshold: 1, filter: {level: 1}}", "cannot be narrowed by level"),
        (
            BADGES,
            FIRST,
            "{metric: challenges_started, threshold: 1, filter: {level: 1}}",
            "cannot be narrowed by level",
        ),
        (BADGES, FIRST, "{metric: fast_passes, threshold: 1, filter: {level: 6}}", "level: must be at most 5, not 6"),
        (
            BADGES,
            FIRST,
            "{metric: fast_passes, threshold: 1, filter: {mood: good}}",
            "filter.mood: there is no such field here; there are: ",
        ),
        (BADGES, FIRST, "{all: []}", "criteria.all: has 0 items, must have at least 1"),
        (BADGES, FIRST, "{any: [{any: []}]}", "metric: is missing"),
        # What criteria refer to, and whether they can be met.
        (
            BADGES,
            FIRST,
            "{metric: fast_passes, threshold: 1, filter: {track: wizardry}}",
            "warm-start.criteria: no track is called 'wizardry'",
        ),
        (
            BADGES,
            FIRST,
            "{metric: fast_passes, threshold: 1, filter: {category: wizardry}}",
            "warm-start.criteria: no challenge is of category 'wizardry'",
        ),
        (BADGES, FIRST, "{metric: fast_passes, threshold: 306}", "fast_passes reaches 305 at most, not 306"),
        (
            BADGES,
            FIRST,
            "{metric: levels_passed, threshold: 62, filter: {level: 5}}",
            "levels_passed reaches 61 at most, not 62",
        ),
        (
            BADGES,
            FIRST,
            "{metric: challenges_completed, threshold: 24, filter: {track: systems}}",
            "challenges_completed reaches 23 at most, not 24",
        ),
        (BADGES, FIRST, "{metric: tracks_completed, threshold: 5}", "tracks_completed reaches 4 at most, not 5"),
        (BADGES, FIRST, "{metric: concepts_explored, threshold: 13}", "concepts_explored reaches 12 at most"),
        (BADGES, FIRST, "{metric: skills_mastered, threshold: 99}", "skills_mastered reaches 36 at most"),
        (BADGES, "slug: cache-hit", "slug: warm-start", "slug: 'warm-start' is used twice"),
        (BADGES, "name: Cache Hit", "name: Warm Start", "name: 'Warm Start' is used twice"),
        # Icons.
        (BADGES, "slug: warm-start", "slug: cold-start", "icons/achievements/cold-start.svg: is missing"),
        (SKILLS, "slug: geo-routing", "slug: far-routing", "icons/skills/far-routing.svg: is missing"),
        (
            SKILLS,
            "slug: geo-routing",
            "slug: far-routing",
            "icons/skills/geo-routing.svg: belongs to none of the skills",
        ),
        (BADGES, "slug: warm-start", "slug: cold-start", "warm-start.svg: belongs to none of the achievements"),
        (ICON, "</svg>", "", "warm-start.svg: is not well-formed"),
        (ICON, "</svg>", "<script>alert(1)</script></svg>", "warm-start.svg: has <script>"),
        (ICON, "</svg>", f"<title>{'x' * 1024}</title></svg>", "at most 1024 are allowed"),
        # The tree.
        (SKILLS, "max_level: 3", "max_level: 9", "max_level: must be at most 5, not 9"),
        (SKILLS, "xp_per_level: 50", "xp_per_level: 10", "xp_per_level: must be at least 50, not 10"),
        (SKILLS, "parent: durable-writes", "parent: sharding", "data-modelling.parent: branch 'storage' has no skill"),
        (SKILLS, "parent: durable-writes", "parent: consensus", "branch 'storage' has no skill 'consensus'"),
        (SKILLS, "parent: durable-writes, ", "", "storage: has the roots durable-writes, data-modelling, not one"),
        (
            SKILLS,
            "needs: [batch-processing]",
            "needs: [magic]",
            "columnar-analytics.needs: no skill is called 'magic'",
        ),
        (
            SKILLS,
            "needs: [batch-processing]",
            "needs: [log-structured-storage]",
            "columnar-analytics.needs: 'log-structured-storage' is used twice",
        ),
        (
            SKILLS,
            "slug: index-design, ",
            "slug: index-design, needs: [log-structured-storage], ",
            "needs form a cycle",
        ),
        (SKILLS, "slug: data-modelling", "slug: durable-writes", "slug: 'durable-writes' is used twice"),
        (SKILLS, "  data-flow:", "  tubes: []\n  data-flow:", "branches: there are 6, not 5"),
        # Questions.
        (BASICS, "answer: ", "answer: 7 # ", "answer 7 is no option: there are 4, counted from 0"),
        (BASICS, "answer: ", "answer: -1 # ", "answer: must be at least 0, not -1"),
        (BASICS, "slug: static-website-2", "slug: static-website-1", "slug: 'static-website-1' is used twice"),
        (BASICS, WHERE, WHERE.replace("1\n", "2\n"), "static-website-1.chapter: static-website draws on [1]"),
        (BASICS, WHERE, WHERE.replace("1\n", "13\n"), "chapter: must be at most 12, not 13"),
        (BASICS, WHERE, WHERE.replace("static-website", "caching"), "topic: track 'fundamentals' has no challenge"),
        (BASICS, WHERE, WHERE.replace("static-website", "pastebin"), "topic: track 'fundamentals' has no challenge"),
        (BASICS, "difficulty: beginner", "difficulty: easy", "difficulty: must be 'beginner'"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bad_references_are_refused(root: Path, file: str, old: str, new: str, expected: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new, 1))
    assert expected in complaint(root)


def rewrite(root: Path, file: str, change: Callable[[str], str]) -> None:
    (root / file).write_text(change((root / file).read_text()))


def test_two_options_that_say_the_same_are_refused(root: Path) -> None:
    rewrite(root, BASICS, lambda text: text.replace("  - 200 per second\n", "  - ' 2,000 per second'\n"))
    assert "two options say the same" in complaint(root)


def test_a_repeated_text_is_refused_whatever_its_punctuation(root: Path) -> None:
    own = "Ten levels passed with at least half of the clock to spare."
    repeated = "Your first level passed, in half the time it was given: the engine runs!"
    rewrite(root, BADGES, lambda text: text.replace(own, repeated))
    assert "achievements.yaml: tailwind: repeats a text of 'warm-start'" in complaint(root)


def test_what_is_missing_is_counted(root: Path) -> None:
    (root / BADGES).write_text("achievements: []\n")
    (root / SKILLS).write_text("branches: {}\n")
    for file in ("fundamentals", "systems"):
        (root / "questions" / f"{file}.yaml").write_text("questions: []\n")
    complaints = complaint(root)
    for expected in (
        "achievements: there are 0, at least 44 are wanted",
        "achievements of category streak: there are 0, at least 8 are wanted",
        "achievements of rarity epic: there are 0, at least 1 are wanted",
        "metrics: there are 0, at least 12 are wanted",
        "skills: there are 0, at least 32 are wanted",
        "branches: there are 0, not 5",
        "questions: there are 65, at least 150 are wanted",
        "questions on static-website: there are 0, at least 2 are wanted",
        "questions on chapter 2: there are 0, at least 5 are wanted",
    ):
        assert expected in complaints


def test_a_right_answer_that_is_always_the_longest_is_refused(root: Path) -> None:
    for path in (root / "questions").glob("*.yaml"):
        written = parsed(path.read_text())
        for question in written["questions"]:
            question["options"][question["answer"]] += " " + "indeed " * 8
            question["options"] = [option[:120] for option in question["options"]]
        path.write_text(yaml.safe_dump(written))
    assert "that gives it away" in complaint(root)


def test_a_missing_file_is_named(root: Path) -> None:
    (root / SKILLS).unlink()
    assert "skills.yaml: No such file" in complaint(root)
