"""One word for one thing: the banned synonyms of docs/glossary.md appear neither in prose nor in folders declared clean."""

import re
from pathlib import Path

import pytest

from progressive_flow.kernel import paths

ROOT = paths.root()
GLOSSARY = ROOT / "docs" / "glossary.md"
# Written from the schema's comments or by the benchmarks: they follow when those are renamed.
GENERATED = {"docs/performance.md", *(f"docs/data-model/{file.name}" for file in ROOT.glob("docs/data-model/*.md"))}
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
# Folders whose code, comments and names hold no banned synonym; a folder joins once it is clean and stays clean then.
CLEAN = (
    "functions/analytics",
    "functions/assessment",
    "functions/consumers",
    "functions/discovery",
    "functions/identity",
    "functions/social",
    "functions/triggers",
    "infra/delivery",
    "infra/runner",
    "layers/shared/python/progressive_flow/analytics",
    "layers/shared/python/progressive_flow/identity",
    "layers/shared/python/progressive_flow/operations/database_setup",
    "layers/shared/python/progressive_flow/operations/measurements",
    "sql/schemas/analytics",
    "sql/schemas/identity",
    "sql/schemas/platform/access",
    "sql/schemas/progress/hints",
    "sql/schemas/progress/levels",
    "tests/unit/docs",
)
# Words that a name in code keeps, by folder, and why.
CODE_EXCEPTIONS: dict[tuple[str, str], str] = {
    ("tests/unit/docs", word): "the tests name banned words themselves"
    for word in ("board", "day's challenge", "queue of failures", "rehearsal", "revision", "room", "told")
}


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


@pytest.mark.parametrize("folder", CLEAN)
def test_code_declared_clean_holds_no_banned_synonym(folder: str) -> None:
    files = [file for file in (ROOT / folder).rglob("*") if file.suffix in {".py", ".sql"}]
    assert files, f"{folder} is empty or gone: change CLEAN."
    offenders = {
        f"{file.relative_to(ROOT)}: {word}"
        for file in files
        for word in found(words_of_code(f"{file.stem} {file.read_text()}"))
        if (folder, word) not in CODE_EXCEPTIONS
    }
    assert offenders == set()


def test_the_caller_of_a_request_is_a_principal() -> None:
    """A learner is a person; the type of who calls is `Principal`, since administrators call too."""
    files = [file for folder in ("functions", "layers") for file in (ROOT / folder).rglob("*.py")]
    named = re.compile(r"(?:: |-> |class |import )Learner\b")
    assert [str(file.relative_to(ROOT)) for file in files if named.search(file.read_text())] == []


def test_every_exception_is_needed() -> None:
    assert {(name, word) for name, word in EXCEPTIONS if word not in found(prose((ROOT / name).read_text()))} == set()


def test_the_search_finds_whole_words_in_prose_and_in_names() -> None:
    assert found("It was told in a Revision.") == {"told", "revision"}
    assert found("A motherboard in the classroom, told-you-so.") == set()
    assert found(prose("See [the board](board.md), `show_board` and\n```\nboard\n```\n")) == {"board"}
    assert found(words_of_code("def show_board(): ShowRoom")) == {"board", "room"}
    assert found("the day's\nchallenge") == {"day's challenge"}


def test_the_glossary_defines_each_term_once() -> None:
    terms = re.findall(r"^\*\*([^*]+)\.\*\*", GLOSSARY.read_text(), flags=re.MULTILINE)
    assert len(terms) == len(set(terms)) >= 40
