"""Bundles: what is written is read back as it was, and what takes more to build than to write is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progressive_flow.curriculum.bundles import layout, reading, texts, writing
from progressive_flow.curriculum.bundles.keys import Key
from tests.support import made
from tests.support.bundles import stored, unzipped, written, zipped
from tests.support.publishing import challenge

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
MARKDOWN = TEXTS | st.text("-\n\r #:>'\"\t|ab", min_size=1, max_size=60)


def read(body: bytes) -> reading.Bundle:
    return reading.read(body, lambda _: None)


def faults(files: dict[str, str | bytes]) -> list[tuple[str, str, str]]:
    return [(fault.file, fault.place, fault.message) for fault in read(zipped(files)).faults]


@settings(deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_any_document_is_read_back_as_it_was(document: dict[str, Any]) -> None:
    assert texts.read_mapping(texts.write_mapping(document)) == document


@settings(deadline=None, max_examples=50)
@given(MARKDOWN.filter(bool))
def test_any_page_is_read_back_as_it_was(body: str) -> None:
    documents = {Key("page", "made-page"): made.page(body=body)}
    assert read(writing.bundle("made", documents, lambda _: None)).documents == documents


@settings(deadline=None, max_examples=50)
@given(MARKDOWN)
def test_any_statement_is_read_back_as_it_was(statement: str) -> None:
    documents = {Key("challenge", "static-website"): stored(challenge(statement=statement))}
    assert read(writing.bundle("made", documents, lambda _: None)).documents == documents


def test_members_are_in_the_order_of_the_model_however_they_are_stored() -> None:
    document = made.track()
    backwards = dict(reversed(document.items()))
    assert list(layout.ordered("track", backwards)) == list(document)
    assert layout.ordered("track", {"slug": 5}) == {"slug": 5}


def bomb(levels: int = 9) -> str:
    """Return a billion of letters."""
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (bomb(), "Anchors and aliases are not allowed"),
        ("a: &b 1", "Anchors and aliases are not allowed"),
        ("a: !!python/object/apply:os.system [ls]", "The tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("a: !custom 1", "The tag !custom"),
        ("a: " + "[" * 100_000, "nested more than 50 deep"),
        ("a: [" + "1," * 100_000 + "]", "more than 100,000 values"),
        ("a: 1\na: 2", "a key is written twice"),
        ("- a", "names and values"),
        ("", "names and values"),
        ("a: .nan", "write it in quotation marks"),
        ("a: " + "1:" * 60_000 + "1", "more than 100 digits"),
        ("a: [", "did not find expected node content"),
    ],
)
def test_yaml_that_is_no_content_is_refused(text: str, reason: str) -> None:
    with pytest.raises(texts.TextError, match=reason.replace("(", r"\(")):
        texts.read_mapping(text)


def test_the_folder_that_programs_pack_is_left_out() -> None:
    files = unzipped(written(made.track(), made.page()))
    packed = {f"content-main/{name}": text for name, text in files.items()}
    other: dict[str, str | bytes] = {
        "__MACOSX/content-main/._tracks.yaml": b"\xff",
        "content-main/README.md": "Read me.",
    }
    found = read(zipped(packed | other))
    assert (len(found.documents), found.faults, found.ignored) == (2, [], [])


def test_a_file_of_windows_is_read() -> None:
    files = unzipped(written(made.track(), made.page()))
    windows: dict[str, str | bytes] = {
        name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in files.items()
    }
    assert read(zipped(windows)).documents == read(zipped(dict(files))).documents


def changed(name: str, change: Callable[[str], str]) -> list[tuple[str, str, str]]:
    """Return the faults of a bundle of which one file is changed."""
    files = unzipped(written(made.track(), challenge(), made.page()))
    return faults({**files, name: change(files[name])})


CHALLENGE = "made-track/static-website/challenge.yaml"


def test_each_fault_names_its_file_and_place() -> None:
    assert changed(CHALLENGE, lambda text: text.replace("track: made-track", "track: other")) == [
        (CHALLENGE, "track", "The file lies in the folder of the track made-track: name that one.")
    ]
    assert changed(CHALLENGE, lambda text: text + "statement: A statement.\n")[0][:2] == (CHALLENGE, "statement")
    ((file, place, message),) = changed(CHALLENGE, lambda text: text.replace("slug: static-website", "slug: other", 1))
    assert (file, place) == (CHALLENGE, "slug")
    assert "the address says static-website" in message
    assert changed("pages/made-page.md", lambda text: text.replace("order: 1", "order: x"))[0][1] == "order"
    assert changed("tracks.yaml", lambda text: text + text.partition("\n")[2])[0] == (
        "tracks.yaml", "tracks.1", "The track made-track is there twice.",
    )  # fmt: skip


def test_a_document_that_cannot_be_stored_is_refused() -> None:
    assert changed("pages/made-page.md", lambda text: text + "a\0b") == [
        ("pages/made-page.md", "", "The character NUL cannot be stored: take it out.")
    ]
    assert changed("pages/made-page.md", lambda text: text + "It is written as \\u0000.") == []
    long = changed(CHALLENGE, lambda text: text.replace("title: ", f"title: {'x' * 300_000}", 1))
    assert long[0][2] == "It has more than 262,144 characters: divide it."


def test_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_TEXTS", 100)
    assert "more than 100 bytes together" in faults({"pages/a.md": "x" * 60, "pages/b.md": "x" * 60})[-1][2]


def test_files_that_are_none_are_refused() -> None:
    assert "has no content file" in faults({"a.txt": "x"})[0][2]
    assert faults({"tracks.yaml": b"\xff"})[0][2] == "The file is not in UTF-8: save it as UTF-8."
    assert faults({"tracks.yaml": "tracks: []\nmore: 1"})[0][2].startswith("The file has the member `tracks` alone")
    assert faults({"tracks.yaml": "tracks: [5]"})[0][:2] == ("tracks.yaml", "tracks.0")
    assert "1,048,576 bytes" in faults({"pages/a.md": "x" * (reading.MAX_FILE + 1)})[0][2]
    assert [fault.message for fault in read(b"PK").faults] == ["The zip cannot be read: make it again."]
    many: dict[str, str | bytes] = {f"{number}.txt": "" for number in range(reading.MAX_FILES + 1)}
    assert faults(many)[0][2] == "The zip has 2,001 files; 2,000 are allowed."
