"""One word for one thing: the banned synonyms of docs/glossary.md appear neither in prose nor in code."""

import re
from functools import cache
from pathlib import Path

import pytest

from progressive_flow.kernel import paths

ROOT = paths.root()
GLOSSARY = ROOT / "docs" / "glossary.md"
GENERATED = {"docs/performance.md"}  # the benchmarks write it
PROSE = [
    file
    for file in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *ROOT.glob("docs/**/*.md")]
    if file != GLOSSARY and str(file.relative_to(ROOT)) not in GENERATED
]
# Where a page keeps a banned word, and why.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("docs/how-to/runbooks.md", "queue of failures"): "the heading is the anchor that alarms link to",
    ("docs/how-to/runbooks.md", "rehearsal"): "the heading is the anchor that alarms link to",
}
CODE = [
    file
    for folder in ("functions", "infra", "layers", "sql", "tests")
    for file in (ROOT / folder).rglob("*")
    if file.suffix in {".py", ".sql"} and "cdk.out" not in file.parts
]
# Words that a file of code keeps, and why.
CODE_EXCEPTIONS: dict[tuple[str, str], str] = {
    ("layers/shared/python/progressive_flow/operations/reference_data/checks.py", "circle"): "an element of SVG",
    ("layers/shared/python/progressive_flow/content/inspection/vectors.py", "circle"): "an element of SVG",
    **{
        ("tests/unit/docs/test_glossary.py", word): "the test names banned words itself"
        for word in ("board", "circle", "day's challenge", "queue of failures", "rehearsal", "picture", "room", "told")
    },
}
# Codes of requirements stood in tests; a reader cannot open the documents that define them.
REQUIREMENT_CODE = re.compile(r"\b(?:B|C|CP|EG|PF)-[A-Z]?\d\d[a-z]?\b")
# Limits are called MAX_ and MIN_.
OTHER_LIMIT = re.compile(r"^_?(?:MOST|LONGEST|FEWEST|SHORTEST|HIGHEST|LOWEST)(?:_\w+)? *[:=,]", re.MULTILINE)


def banned() -> list[str]:
    """Return the words of the glossary's last table."""
    section = GLOSSARY.read_text().split("\n## Banned synonyms\n")[1]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [word.strip() for row in rows for word in row.split("|")[1].split(",")]


WORDS = re.compile(
    rf"(?<![\w-])({'|'.join(sorted(map(re.escape, banned()), key=len, reverse=True))})(?![\w-])", re.IGNORECASE
)


def prose(text: str) -> str:
    """Return Markdown without code blocks, code spans, comments and the targets of links."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`]*`", "", text))


def words_of_code(text: str) -> str:
    """Return source text with names taken apart at underscores and capitals: `showBoard` and `show_board` hold a word each."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text)


def found(text: str) -> set[str]:
    """Return the banned words of a text, in lower case."""
    return {" ".join(match.lower().split()) for match in WORDS.findall(" ".join(text.split()))}


@pytest.mark.parametrize("page", PROSE, ids=lambda page: str(page.relative_to(ROOT)))
def test_prose_holds_no_banned_synonym(page: Path) -> None:
    name = str(page.relative_to(ROOT))
    assert {word for word in found(prose(page.read_text())) if (name, word) not in EXCEPTIONS} == set()


def name_of(file: Path) -> str:
    """Return a file's path from the root."""
    return file.relative_to(ROOT).as_posix()


@cache
def code(file: Path) -> str:
    """Return the words of a file of code, its own name included."""
    return words_of_code(f"{file.stem} {file.read_text()}")


def test_code_holds_no_banned_synonym() -> None:
    offenders = {(name_of(file), word) for file in CODE for word in found(code(file))}
    assert len(CODE) > 1000
    assert offenders - CODE_EXCEPTIONS.keys() == set()


def test_code_names_no_requirement_by_its_code() -> None:
    assert [name_of(file) for file in CODE if REQUIREMENT_CODE.search(file.read_text())] == []


def test_limits_are_called_maximum_and_minimum() -> None:
    assert [name_of(file) for file in CODE if OTHER_LIMIT.search(file.read_text())] == []


def test_the_caller_of_a_request_is_a_principal() -> None:
    """A learner is a person; the type of who calls is `Principal`, since administrators call too."""
    files = [file for folder in ("functions", "layers") for file in (ROOT / folder).rglob("*.py")]
    named = re.compile(r"(?:: |-> |class |import )Learner\b")
    assert [str(file.relative_to(ROOT)) for file in files if named.search(file.read_text())] == []


def test_every_exception_is_needed() -> None:
    assert {(name, word) for name, word in EXCEPTIONS if word not in found(prose((ROOT / name).read_text()))} == set()
    assert {(name, word) for name, word in CODE_EXCEPTIONS if word not in found(code(ROOT / name))} == set()


def test_the_search_finds_whole_words_in_prose_and_in_names() -> None:
    assert found("It was told in a Picture.") == {"told", "picture"}
    assert found("A motherboard in the classroom, told-you-so.") == set()
    assert found(prose("See [the board](board.md), `show_board` and\n```\nboard\n```\n")) == {"board"}
    assert found(words_of_code("def show_board(): ShowRoom")) == {"board", "room"}
    assert found("the day's\nchallenge") == {"day's challenge"}
    assert REQUIREMENT_CODE.search(f"as {'PF'}-G04 says")
    assert OTHER_LIMIT.search("import re\nMOST_TRIES = 3")


def test_the_glossary_defines_each_term_once() -> None:
    terms = re.findall(r"^\*\*([^*]+)\.\*\*", GLOSSARY.read_text(), flags=re.MULTILINE)
    assert len(terms) == len(set(terms)) >= 40
