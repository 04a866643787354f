"""Each way in which content can be wrong is refused, naming the file and the field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from progressive_flow.curriculum.authoring.files.reading import read_content
from progressive_flow.curriculum.authoring.yaml_files import ContentError

SAMPLE = Path(__file__).parent / "sample"
ROOT = Path(__file__).parents[4] / "sql" / "seeds" / "content"
SITE = "fundamentals/static-website/challenge.yaml"
SERVER = "fundamentals/single-server-web-app/challenge.yaml"
STATELESS = "fundamentals/stateless-services/challenge.yaml"
BOOK = "basics/guest-book/challenge.yaml"
STATEMENT = "basics/guest-book/statement.md"
TRACKS = "tracks.yaml"

Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Change one file of a copy by replacing text, and return the complaint."""

    def change(file: str, old: str, new: str) -> str:
        root = Path(shutil.copytree(SAMPLE if file.startswith("basics/") else ROOT, tmp_path / "content"))
        text = (root / file).read_text()
        assert old in text
        (root / file).write_text(text.replace(old, new, 1))
        with pytest.raises(ContentError) as caught:
            read_content(root)
        assert str(caught.value) == "\n".join(caught.value.problems)
        return str(caught.value)

    return change


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        # The shape of a file.
        (SITE, "slug: static-website", "slug: static-website\nslug: other", "a key is written twice"),
        (SITE, "slug: static-website", "slug: [", "challenge.yaml: while parsing"),
        (
            SITE,
            "level_count: 5",
            "level_count: 5\nauthor: me",
            "author: there is no such field here; there are: slug, title, track",
        ),
        (SITE, "order: 1", "order: '1'", "order: must be a whole number, not the text '1': write it without quotes"),
        (
            SITE,
            "difficulty: beginner",
            "difficulty: easy",
            "difficulty: must be 'beginner', 'intermediate' or 'advanced', not the text 'easy'",
        ),
        (
            SITE,
            "tags: [static-assets, cdn, dns, object-storage]",
            "tags: [one, two]",
            "tags: has 2 items, must have at least 3",
        ),
        (SITE, "title: Static website delivery\n", "", "title: is missing"),
        (SITE, "chapter: 1", "chapter: 13", "ddia_concepts.0.chapter: must be at most 12, not 13"),
        (
            SITE,
            "slug: static-website",
            "slug: Static_Website",
            "slug: must be lower-case letters and digits, in words that single hyphens join, such as 'static-website'",
        ),
        (SITE, "level_count: 5", "level_count: 6", "level_count: must be at most 5, not 6"),
        # References between files.
        (SITE, "slug: static-website", "slug: static-webpage", "slug: must be its folder's name"),
        (SITE, "track: fundamentals", "track: systems", "slug: must be its folder's name, under its track's"),
        (
            SITE,
            "lesson: serving-pages",
            "lesson: serving-pies",
            "lesson: track 'fundamentals' has no lesson 'serving-pies'",
        ),
        (SITE, "lesson: serving-pages", "lesson: regions", "lesson: track 'fundamentals' has no lesson 'regions'"),
        (SERVER, "order: 2", "order: 3", "order: 3 is taken by 'client-server-database'"),
        (
            STATELESS,
            "[load-balancing-basics]",
            "[static-webpage]",
            "prerequisites: no challenge is called 'static-webpage'",
        ),
        (STATELESS, "[load-balancing-basics]", "[message-queue-basics]", "prerequisites: form a cycle"),
        (
            TRACKS,
            "prerequisites: [fundamentals]",
            "prerequisites: [basics]",
            "concepts.prerequisites: no track is called",
        ),
        (TRACKS, "prerequisites: [fundamentals]", "prerequisites: [systems]", "prerequisites: form a cycle"),
        (TRACKS, "order: 2", "order: 1", "tracks.order: 1 is used twice"),
        (TRACKS, "slug: service-edge", "slug: coordination", "concepts.modules.5.slug: 'coordination' is used twice"),
        (TRACKS, "slug: guarding-interfaces", "slug: regions", "lessons.0.slug: 'regions' is used twice"),
        # Within a level; the sample's files, since the real ones are rewritten.
        (BOOK, "  - level: 2", "  - level: 3", "levels: are numbered [1, 3, 3, 4, 5]: number them from 1 without gaps"),
        (BOOK, "level_count: 5", "level_count: 1", "levels: has 5, more than level_count 1"),
        (
            BOOK,
            "catalogue_version: 2",
            "catalogue_version: 9",
            "catalogue_version: there is no version 9: write 2, the only one",
        ),
        (BOOK, "catalogue_version: 2\n", "", "catalogue_version: is missing, and levels need it"),
        (
            BOOK,
            "id: signing-works",
            "id: reading-works",
            "levels.0.test_cases.1.id: level 1: 'reading-works' is used twice",
        ),
        (
            BOOK,
            "must_pass: [reading-works",
            "must_pass: [reading",
            "levels.0.passing_criteria.must_pass.0: level 1: no test is called 'reading': did you mean 'reading-works'?",
        ),
        (
            BOOK,
            "kind: path, op: read",
            "kind: path, op: fly",
            "test_cases.0.op: level 1: 'reading-works' names an operation",
        ),
        (
            BOOK,
            "kind: no_orphans",
            "kind: no_widows",
            "levels.0.test_cases.3: kind 'no_widows' is not known",
        ),
        (
            BOOK,
            "kind: no_orphans",
            "kind: no_orphans, via: [cache]",
            "via: a test of kind 'no_orphans' takes no such field",
        ),
        (BOOK, "from: client, to: ", "to: ", "from: a test of kind 'edge_forbidden' needs it"),
        (BOOK, "target: 1, floor: 0, weight: 2", "target: 1, floor: 2, weight: 2", "floor 2 must be below target 1"),
        (BOOK, "target: 0.7, floor: 1.4", "target: 0.7, floor: 0.1", "floor 0.1 must be above target 0.7"),
        (BOOK, "target: 1, floor: 0, weight: 2", "target: .nan, floor: 0", "levels.0.test_cases.0.target"),
        (BOOK, "weight: 2}", "weight: 0}", "levels.0.test_cases.0.weight: must be more than 0, not 0"),
        (BOOK, "visibility: points", "visibility: secret", "levels.1.test_cases.1.visibility"),
        (BOOK, "zipf: 0.6", "zipf: .inf", "workload.zipf"),
        (BOOK, "rps: 20,", "rps: -1,", "workload.operations.0.rps"),
        (BOOK, "rates: {read", "rates: {fly", "levels.1.rates.fly: level 2: no operation is called 'fly'"),
        (BOOK, "store: [database]", "store: [tape]", "workload.operations.0.store.0"),
        (BOOK, "min_score: 90", "min_score: 101", "levels.0.passing_criteria.min_score"),
        (
            BOOK,
            "  operations:",
            "  operations:\n    - {id: sign, kind: read, rps: 1, store: [database]}",
            "workload.operations: two are called 'sign': rename one",
        ),
        (
            BOOK,
            "[client, dns, load_balancer, app",
            "[client, dns, app",
            "reference_design.nodes.1: levels 1, 2, 3, 4 and 5 do not allow load_balancer: add it to allowed_types",
        ),
        (BOOK, "reference_design:", "unused_design:", "unused_design: there is no such field here"),
        (BOOK, "type: database, units: 3", "type: databose, units: 3", "reference_design.nodes.3.type"),
        (
            BOOK,
            "- {from: app, to: book}",
            "- {from: app, to: visitors}",
            "reference_design.edges: The connections form a cycle",
        ),
        (
            BOOK,
            "expected: {1: [100, 100],",
            "expected: {1: [100],",
            "weaker_designs.0.expected.1: has one item, must have at least 2",
        ),
        (BOOK, "expected: {1: [100, 100],", "expected: {9: [100, 100],", "weaker_designs.0.expected.9"),
        (BOOK, "    why: It works", "    reason: It works", "weaker_designs.0.why: is missing"),
        (STATEMENT, "## Estimates", "## Guesses", "sections: must be '## The system', '## Functional requirements'"),
        (STATEMENT, "- A visitor signs", "## Estimates\n- A visitor signs", "sections: must be"),
    ],
)
def test_bad_content_is_refused(refused: Refused, file: str, old: str, new: str, complaint: str) -> None:
    found = refused(file, old, new)
    assert complaint in found
    assert file in found


def test_levels_need_a_reference_design_and_a_statement(tmp_path: Path) -> None:
    root = Path(shutil.copytree(SAMPLE, tmp_path / "content"))
    text = (root / BOOK).read_text()
    (root / BOOK).write_text(text[: text.index("reference_design:")])
    (root / STATEMENT).unlink()
    with pytest.raises(ContentError) as refusal:
        read_content(root)
    assert refusal.value.problems == [
        f"{STATEMENT}: is missing: write what is to be designed",
        f"{BOOK}: reference_design: is missing: draw the design that earns 100 on every level",
    ]


def test_the_sample_is_content() -> None:
    assert [challenge.slug for challenge in read_content(SAMPLE).challenges] == ["guest-book", "photo-wall"]


def test_a_missing_tracks_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"tracks\.yaml: No such file"):
        read_content(tmp_path)


def test_a_lesson_without_challenges_is_named(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(ROOT, root)
    shutil.rmtree(root / "concepts" / "multi-region-failover")
    with pytest.raises(ContentError, match=r"tracks\.yaml: lessons\.slug: 'regions' has no challenge"):
        read_content(root)


def test_a_slug_in_two_tracks_is_named(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(ROOT, root)
    copy = root / "systems" / "rate-limiter"
    shutil.copytree(root / "concepts" / "rate-limiter", copy)
    text = (
        (copy / "challenge.yaml")
        .read_text()
        .replace("track: concepts", "track: systems")
        .replace("order: 1", "order: 99")
    )
    (copy / "challenge.yaml").write_text(text.replace("guarding-interfaces", "near-me"))
    with pytest.raises(
        ContentError, match=r"systems/rate-limiter/challenge\.yaml: slug: is used in track 'concepts' too"
    ):
        read_content(root)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(ROOT, root)
    for file in (SITE, SERVER):
        (root / file).write_text((root / file).read_text().replace("level_count: 5", "level_count: 9"))
    with pytest.raises(ContentError) as caught:
        read_content(root)
    assert [problem.partition(": ")[0] for problem in caught.value.problems] == [SERVER, SITE]
