"""Rules on the texts themselves: spelling, double words, trailing spaces, paragraphs that were used before."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from spellchecker import SpellChecker

from progressive_flow.curriculum.authoring.files import Challenge, Content, Track
from progressive_flow.curriculum.authoring.files.tracks import Lesson, Module
from progressive_flow.curriculum.authoring.gates.findings import Finding
from progressive_flow_local.cli.content_lint import code_passages
from progressive_flow_local.cli.content_lint.code import documents_of
from progressive_flow_local.cli.content_lint.passages import Passage, of_facts, of_level

WORDS = "words.txt"
LONG = 60  # characters from which a paragraph says something of its own
_CODE = re.compile(r"```.*?```|`[^`]*`|https?://\S+", re.DOTALL)
_TOKEN = re.compile(r"[^\s()\[\]{}<>\"\u201c\u201d,;:!?*/=+\u2192\u00d7\u2026|\u2013\u2014]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*\.?")
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_DOUBLE = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)
# The dictionary is American, and knows some British spellings only: each is accepted where its American one is known.
_BRITISH = (
    (re.compile(r"([iy])s(e|ed|es|er|ers|ing|ation|ations|able)$"), r"\1z\2"),
    (re.compile(r"our"), "or"),
    (re.compile(r"re(s|d)?$"), r"er\1"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"(log)ue(s)?$"), r"\1\2"),
    (re.compile(r"(program)me(s)?$"), r"\1\2"),
)


def passages(content: Content) -> list[Passage]:
    """Every text that learners read, in the order of the files."""
    return [
        *(passage for track in content.tracks for passage in _of_track(track)),
        *(passage for challenge in content.challenges for passage in of_challenge(challenge)),
        *(passage for document in documents_of(content) for passage in code_passages.of_challenge(document)),
    ]


def of_challenge(challenge: Challenge) -> Iterator[Passage]:
    """The texts of one challenge of designs."""
    file = challenge.file
    yield from of_facts(challenge, challenge.statement)
    for at, level in enumerate(challenge.levels):
        yield from of_level(file, at, level)
    for weaker in challenge.weaker_designs:
        yield Passage(f"{file}: weaker_designs.name", weaker.name)
        yield Passage(f"{file}: weaker_designs.why", weaker.why)
    for known in challenge.harmless_mutants:
        yield Passage(f"{file}: harmless_mutants.why", known.why)


def _of_track(track: Track) -> Iterator[Passage]:
    lessons = [lesson for module in track.modules for lesson in module.lessons]
    named: list[Track | Module | Lesson] = [track, *track.modules, *lessons]
    for item in named:
        yield Passage(f"tracks.yaml: {item.slug}.title", item.title)
        yield Passage(f"tracks.yaml: {item.slug}.description", item.description)


def check_language(found: Sequence[Passage], known: frozenset[str]) -> Iterator[Finding]:
    """Misspelled and doubled words of each passage, and paragraphs that another passage has too."""
    for passage in found:
        text = _CODE.sub(" . ", passage.text)  # a full stop, so that the words around it are no neighbours
        for word in misspelled(text, known):
            yield Finding(f"{passage.place}: '{word}' is misspelled, or belongs into {WORDS}")
        for match in _DOUBLE.finditer(text):
            yield Finding(f"{passage.place}: '{' '.join(match.group().split())}' is there twice")
    yield from _repeated(found)


def misspelled(text: str, known: frozenset[str]) -> list[str]:
    """The words that neither the dictionary nor the list has, each once."""
    words = dict.fromkeys(word for token in _TOKEN.findall(text) for word in _words(token))
    return [word for word in words if word.casefold() not in known and not _is_spelled(word.casefold())]


def check_words(root: Path) -> tuple[frozenset[str], list[Finding]]:
    """The list of words that the dictionary lacks, and what is wrong with it."""
    path = root / WORDS
    words = path.read_text().split("\n")[:-1] if path.exists() else []
    problems = (
        [] if words == sorted(set(words)) else [Finding(f"{WORDS}: words: must be sorted, each once, one a line")]
    )
    return frozenset(word.casefold() for word in words), problems


def check_spaces(root: Path, paths: Sequence[Path]) -> Iterator[Finding]:
    """Lines that end in spaces: nobody sees them, and every change of them is noise."""
    for path in paths:
        for number, line in enumerate(path.read_text().split("\n"), 1):
            if line != line.rstrip():
                yield Finding(f"{path.relative_to(root)}: line {number}: ends in spaces")


def _repeated(found: Sequence[Passage]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for passage in found:
        for paragraph in re.split(r"\n\s*\n", passage.text):
            said = " ".join(paragraph.split())
            if len(said) >= LONG and first.setdefault(said, passage.place) != passage.place:
                yield Finding(f"{passage.place}: a paragraph is that of {first[said]}: '{said[:40]}...'")


def _words(token: str) -> Iterator[str]:
    """The words of a token; names in code, units behind a digit and abbreviations are none."""
    for part in token.replace("\u2019", "'").strip(".'").split("-"):
        if _WORD.fullmatch(part) and not _ACRONYM.fullmatch(part):
            word = re.sub(r"'s?$", "", part)
            if len(word) > 1:
                yield word


@cache
def _is_spelled(word: str) -> bool:
    variants = [word, *(form.sub(american, word) for form, american in _BRITISH)]
    return bool(_dictionary().known(variants))


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en")
