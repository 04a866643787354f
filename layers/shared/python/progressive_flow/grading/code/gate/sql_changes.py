"""The mistakes in whole parts of SQL: a condition, a clause, a term or a statement that is forgotten."""

from collections.abc import Iterator, Sequence

from progressive_flow.grading.code.gate.sql_tokens import CLAUSES, Part, Token, divided, until

Change = tuple[int, int, str, str]

CONDITIONS = frozenset({"WHERE", "ON", "HAVING"})
MAX_SHOWN = 40


def clause_changes(text: str, found: Sequence[Token]) -> Iterator[Change]:
    """Yield the changes of conditions and clauses."""
    for place, token in enumerate(found[:-1]):
        after = found[place + 1].word
        if token.word in CONDITIONS:
            yield from condition_changes(text, found, place)
        elif after == "BY" and place + 2 < len(found):
            yield from term_changes(text, found, place)
        elif token.word in {"LIMIT", "OFFSET"}:
            end = until(found, place + 1, CLAUSES)
            yield token.start, found[end - 1].end, "", f"{token.word} removed"


def condition_changes(text: str, found: Sequence[Token], place: int) -> Iterator[Change]:
    """Forget one of the conditions of a clause."""
    part = Part(place + 1, until(found, place + 1, CLAUSES))
    if part.first >= part.end:
        return
    # With an OR between them, the whole is one condition: AND binds more tightly.
    depth = found[part.first].depth
    is_whole = any(found[at].word == "OR" and found[at].depth == depth for at in range(part.first, part.end))
    for condition in [part] if is_whole else divided(found, part, "AND"):
        start, end = span(found, condition)
        yield start, end, "1 = 1", f"condition {text[start:end][:MAX_SHOWN]} removed"


def term_changes(text: str, found: Sequence[Token], place: int) -> Iterator[Change]:
    """Forget a clause of GROUP, ORDER or PARTITION BY, or one of its terms; order by a term the other way."""
    token = found[place]
    part = Part(place + 2, until(found, place + 2, CLAUSES | {"ORDER", "ROWS", "RANGE", "GROUPS"}))
    if part.first >= part.end:
        return
    terms = list(divided(found, part, ","))
    yield token.start, found[part.end - 1].end, "", f"{token.word} BY removed"
    for number, term in enumerate(terms):
        start, end = span(found, term)
        if len(terms) > 1:
            cut = (start, span(found, terms[1])[0]) if number == 0 else (span(found, terms[number - 1])[1], end)
            yield *cut, "", f"{token.word} BY without {text[start:end][:MAX_SHOWN]}"
        words = {found[at].word for at in range(term.first, term.end)}
        if token.word == "ORDER" and not words & {"ASC", "DESC", "NULLS"}:
            yield end, end, " DESC", f"DESC added to {text[start:end][:MAX_SHOWN]}"


def statement_changes(text: str, found: Sequence[Token]) -> Iterator[Change]:
    """Forget one of several statements."""
    ends = [place for place, token in enumerate(found) if token.text == ";" and token.depth == 0]
    firsts = [0, *(place + 1 for place in ends)]
    parts = [Part(first, end) for first, end in zip(firsts, [*ends, len(found)], strict=True) if first < end]
    if len(parts) > 1:
        for part in parts:
            start, end = span(found, part)
            yield start, end, "", f"statement {text[start:end].split(maxsplit=1)[0].upper()} removed"


def span(found: Sequence[Token], part: Part) -> tuple[int, int]:
    """Return where a part begins and ends in the text."""
    return found[part.first].start, found[part.end - 1].end
