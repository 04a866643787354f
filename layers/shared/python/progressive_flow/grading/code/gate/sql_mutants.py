"""Mutants of SQL: one small mistake of those that learners make, at every place where it can be made."""

from collections.abc import Callable, Iterator, Sequence

from progressive_flow.grading.code.gate.mutant import Mutant
from progressive_flow.grading.code.gate.sql_changes import clause_changes, statement_changes
from progressive_flow.grading.code.gate.sql_tokens import Token, tokens
from progressive_flow.grading.code.gate.sql_words import word_changes

FILE = "query.sql"
MAX_EXCERPT = 50
# What is changed: where it begins and ends, what stands there then, and words for it.
Change = tuple[int, int, str, str]
KINDS: tuple[Callable[[str, Sequence[Token]], Iterator[Change]], ...] = (
    word_changes,
    clause_changes,
    statement_changes,
)


def sql_mutants(text: str) -> list[Mutant]:
    """Return each mutant of one or several statements, in the order of their places."""
    found = tokens(text)
    made = sorted(change for kind in KINDS for change in kind(text, found))
    mutants: dict[str, Mutant] = {}
    seen = {normalized(text)}
    for start, end, replacement, what in made:
        changed = text[:start] + replacement + text[end:]
        if normalized(changed) not in seen:
            seen.add(normalized(changed))
            name = unused(described(what, start, text), mutants)
            mutants[name] = Mutant(name, {FILE: changed})
    return list(mutants.values())


def normalized(text: str) -> str:
    """Return a text as its tokens: space makes no other mutant."""
    return " ".join(token.text for token in tokens(text))


def described(what: str, start: int, text: str) -> str:
    """Return what was changed, with its line, and the beginning of that line."""
    number = text.count("\n", 0, start) + 1
    return f"{what} at line {number}: {text.splitlines()[number - 1].strip()[:MAX_EXCERPT]}"


def unused(name: str, names: dict[str, Mutant]) -> str:
    """Return a name that is not taken yet: one line may offer a change twice."""
    number = 1
    other = name
    while other in names:
        number += 1
        other = f"{name} ({number})"
    return other
