"""The content of the sample organization: its files are read without problems, and an author could publish each of them."""

from pathlib import Path
from typing import Any

import pytest

from progressive_flow.content.inspection import vectors
from progressive_flow.curriculum.authoring.files.checks import check_content
from progressive_flow.curriculum.authoring.files.reading import read_files
from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.learning.publishing.gates import examine
from progressive_flow_local import sample_pages
from progressive_flow_local.cli.content_lint import language
from progressive_flow_local.sample import CONTENT

TRACK = "serving-the-shop"
CHALLENGES = ["product-pages", "order-intake", "stock-sheet"]
FILES = [CONTENT / "tracks.yaml", *sorted(CONTENT.glob(f"{TRACK}/*/*")), *sample_pages.PAGES]


def challenge(slug: str) -> dict[str, Any]:
    """Return a challenge as the document that an author saves."""
    folder = CONTENT / TRACK / slug
    written: dict[str, Any] = parsed((folder / "challenge.yaml").read_text())
    return {**written, "statement": (folder / "statement.md").read_text()}


def test_the_files_are_read_without_problems() -> None:
    content, problems = read_files(CONTENT)
    assert problems == []
    assert [track.slug for track in content.tracks] == [TRACK]
    assert [found.slug for found in content.challenges] == CHALLENGES
    assert check_content(content) == []


def test_each_challenge_needs_the_one_before_it() -> None:
    needed = [found.prerequisites for found in read_files(CONTENT)[0].challenges]
    assert needed == [[], CHALLENGES[:1], CHALLENGES[1:2]]


def test_nothing_stands_against_the_track() -> None:
    (track,) = parsed((CONTENT / "tracks.yaml").read_text())["tracks"]
    examined = examine("track", TRACK, track)
    assert (examined.problems, examined.warnings) == ([], [])


@pytest.mark.parametrize("slug", CHALLENGES)
def test_nothing_stands_against_a_challenge(slug: str) -> None:
    examined = examine("challenge", slug, challenge(slug))
    assert (examined.problems, examined.warnings) == ([], [])
    assert examined.content is not None
    assert len(examined.content["levels"]) == 2


@pytest.mark.parametrize("file", sample_pages.PAGES, ids=lambda file: file.stem)
def test_nothing_stands_against_a_page(file: Path) -> None:
    examined = examine("page", file.stem, sample_pages.document(file, "01890a5d-ac96-774b-bcce-b302099a8057"))
    assert (examined.problems, examined.warnings) == ([], [])


def test_the_image_is_kept_as_it_is() -> None:
    body = sample_pages.IMAGE.read_bytes()
    kept = vectors.sanitized(body).body or b""
    assert kept.count(b"<") == body.count(b"<") + 1, "a declaration of XML comes before it"
    assert b"Parcel" in kept


def test_the_texts_are_spelled_as_the_dictionary_says() -> None:
    known, problems = language.check_words(CONTENT)
    passages = language.passages(read_files(CONTENT)[0])
    found = [*problems, *language.check_language(passages, known), *language.check_spaces(CONTENT, FILES)]
    assert [finding.line for finding in found] == []
