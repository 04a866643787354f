"""Each way in which content can be wrong is refused, naming the file and the field."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from progressive_flow.content.files import ContentError, read_content

ROOT = Path(__file__).parents[3] / "sql" / "seeds" / "content"
SITE = "fundamentals/static-website/challenge.yaml"
SERVER = "fundamentals/single-server-web-app/challenge.yaml"
LINKS = "systems/url-shortener/challenge.yaml"
TRACKS = "tracks.yaml"

Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Change one file of a copy by replacing text, and return the complaint."""
    root = tmp_path / "content"
    shutil.copytree(ROOT, root)

    def change(file: str, old: str, new: str) -> str:
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
        (SITE, "level_count: 5", "level_count: 5\nauthor: me", "author: Extra inputs are not permitted"),
        (SITE, "order: 1", "order: '1'", "order: Input should be a valid integer"),
        (SITE, "difficulty: beginner", "difficulty: easy", "difficulty: Input should be 'beginner'"),
        (
            SITE,
            "tags: [static-assets, cdn, dns, object-storage]",
            "tags: [one, two]",
            "tags: List should have at least 3",
        ),
        (SITE, "title: Static website delivery\n", "", "title: Field required"),
        (SITE, "chapter: 1", "chapter: 13", "ddia_concepts.0.chapter: Input should be less than or equal to 12"),
        (SITE, "slug: static-website", "slug: Static_Website", "slug: String should match pattern"),
        (SITE, "level_count: 5", "level_count: 6", "level_count: Input should be less than or equal to 5"),
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
        (SERVER, "[static-website]", "[static-webpage]", "prerequisites: no challenge is called 'static-webpage'"),
        (SERVER, "[static-website]", "[caching-basics]", "prerequisites: go in a circle"),
        (
            TRACKS,
            "prerequisites: [fundamentals]",
            "prerequisites: [basics]",
            "concepts.prerequisites: no track is called",
        ),
        (TRACKS, "prerequisites: [fundamentals]", "prerequisites: [systems]", "prerequisites: go in a circle"),
        (TRACKS, "order: 2", "order: 1", "tracks.order: 1 is used twice"),
        (TRACKS, "slug: service-edge", "slug: coordination", "modules.slug: 'coordination' is used twice"),
        (TRACKS, "slug: guarding-interfaces", "slug: regions", "lessons.slug: 'regions' is used twice"),
        # Within a level.
        (SITE, "name: Connectivity", "name: Connections", "levels.0.name: level 1 is called Connectivity"),
        (SITE, "level: 2", "level: 3", "levels: are numbered [1, 3], not from 1 without gaps"),
        (SITE, "level_count: 5", "level_count: 1", "levels: has 2, more than level_count 1"),
        (
            SITE,
            "catalogue_version: 1",
            "catalogue_version: 2",
            "levels.0.requirements.catalogue_version: the catalogue is at",
        ),
        (SITE, "id: name-resolved", "id: files-reachable", "levels.0.test_cases.id: 'files-reachable' is used twice"),
        (
            SITE,
            "must_pass: [files-reachable",
            "must_pass: [files",
            "levels.0.passing_criteria.must_pass: no test is called",
        ),
        (
            SITE,
            "kind: path, op: fetch",
            "kind: path, op: get",
            "levels.0.test_cases.op: 'files-reachable' names an operation",
        ),
        (
            SITE,
            "kind: no_orphans",
            "kind: no_widows",
            "levels.0.test_cases.4: Value error, kind 'no_widows' is not one of",
        ),
        (SITE, "target: 1, floor: 0, weight: 3", "target: 1, floor: 2, weight: 3", "floor 2 must be below target 1"),
        (SITE, "target: 0.7, floor: 1.4", "target: 0.7, floor: 0.1", "floor 0.1 must be above target 0.7"),
        (SITE, "target: 1, floor: 0, weight: 3", "target: .nan, floor: 0, weight: 3", "levels.0.test_cases.0.target"),
        (SITE, "weight: 3}", "weight: 0}", "levels.0.test_cases.0.weight: Input should be greater than 0"),
        (SITE, "zipf: 0.9", "zipf: .inf", "levels.0.requirements.workload.zipf"),
        (SITE, "rps: 300", "rps: -1", "levels.0.requirements.workload.operations.0.rps"),
        (SITE, "store: [object_store]", "store: [tape]", "levels.0.requirements.workload.operations.0.store.0"),
        (SITE, "min_score: 90", "min_score: 101", "levels.0.passing_criteria.min_score"),
        (LINKS, "- {id: create, kind", "- {id: follow, kind", "workload.operations.id: 'follow' is used twice"),
        # Fairness.
        (SITE, "type: cdn, units: 4", "type: cdn, units: 1", "reference_design: scores"),
        (SITE, "type: cdn, units: 4", "type: cdm, units: 4", "reference_design.nodes.2.type"),
        (
            SITE,
            "- {from: edge, to: originals}",
            "- {from: edge, to: visitors}",
            "reference_design.edges: Requests would go",
        ),
        (
            SITE,
            "expected: {1: [100, 100], 2: [40, 75]}",
            "expected: {1: [0, 10]}",
            "scores 100 on level 1, expected 0 to 10",
        ),
        (SITE, "expected: {1: [100, 100], 2: [40, 75]}", "expected: {4: [0, 10]}", "level 4 is not published"),
        (
            SITE,
            "expected: {1: [100, 100], 2: [40, 75]}",
            "expected: {1: [0]}",
            "weaker_designs.1.expected.1: List should have",
        ),
    ],
)
def test_bad_content_is_refused(refused: Refused, file: str, old: str, new: str, complaint: str) -> None:
    found = refused(file, old, new)
    assert complaint in found
    assert file in found


def test_levels_need_a_reference_design(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(ROOT, root)
    text = (root / SITE).read_text()
    (root / SITE).write_text(text[: text.index("reference_design:")])
    with pytest.raises(ContentError, match=r"static-website/challenge\.yaml: reference_design: is needed"):
        read_content(root)


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
