"""The mistakes in single words of SQL: operators, kinds of joins, directions, numbers and texts."""

from collections.abc import Iterator, Mapping, Sequence

from progressive_flow.grading.code.gate.sql_functions import FUNCTIONS, function_changes
from progressive_flow.grading.code.gate.sql_tokens import Token, until

Change = tuple[int, int, str, str]

SIGNS: Mapping[str, str] = {
    "<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "==": "<>", "<>": "=", "!=": "=",
    "+": "-", "-": "+", "*": "+", "/": "*", "%": "/",
}  # fmt: skip
WORDS: Mapping[str, str] = {
    "AND": "OR",
    "OR": "AND",
    "ASC": "DESC",
    "DESC": "ASC",
    "INTERSECT": "UNION",
    "EXCEPT": "UNION",
}
NEGATED = frozenset({"IN", "LIKE", "GLOB", "BETWEEN", "EXISTS"})
# After these a sign belongs to the number that follows, and a star stands for all columns.
KEYWORDS = frozenset(
    {
        "SELECT", "DISTINCT", "ALL", "FROM", "WHERE", "AND", "OR", "NOT", "ON", "HAVING",
        "BY", "LIMIT", "OFFSET", "WHEN", "THEN", "ELSE", "CASE", "IN", "BETWEEN", "LIKE",
        "VALUES", "SET", "RETURNING", "AS", "IS",
    }
)  # fmt: skip


def word_changes(text: str, found: Sequence[Token]) -> Iterator[Change]:
    """Yield the changes of single words."""
    is_assignment = False
    for place, token in enumerate(found):
        before = found[place - 1].word if place else ""
        after = found[place + 1].word if place + 1 < len(found) else ""
        if token.word in {"SET", "WHERE", ";"}:
            is_assignment = token.word == "SET"
        if token.kind in {"number", "text"}:
            yield value_change(token)
        elif token.kind == "sign":
            yield from sign_changes(token, found[place - 1] if place else None, is_assignment=is_assignment)
        elif after == "(" and token.word in FUNCTIONS:
            yield from function_changes(text, found, place)
        else:
            yield from keyword_changes(found, place, before, after)


def value_change(token: Token) -> Change:
    """Raise a number, alter a text."""
    if token.kind == "text":
        return token.start, token.end, token.text.removesuffix("'") + "_'", "other text"
    value = float(token.text) + 1 if any(sign in token.text for sign in ".eE") else int(token.text) + 1
    return token.start, token.end, str(value), "number + 1"


def sign_changes(token: Token, previous: Token | None, *, is_assignment: bool) -> Iterator[Change]:
    """Exchange an operator between two values for its neighbour."""
    if previous is None or not ends_value(previous) or (token.text == "=" and is_assignment):
        return
    if token.text in SIGNS:
        yield token.start, token.end, SIGNS[token.text], f"{token.text} → {SIGNS[token.text]}"


def ends_value(token: Token) -> bool:
    """Return whether a value may end with a token."""
    return (
        token.kind in {"name", "number", "text"}
        or token.text == ")"
        or (token.kind == "word" and token.word not in KEYWORDS)
    )


def keyword_changes(found: Sequence[Token], place: int, before: str, after: str) -> Iterator[Change]:
    """Exchange, add or forget a keyword."""
    token = found[place]
    if token.word in WORDS and not (token.word == "AND" and is_of_between(found, place)):
        yield token.start, token.end, WORDS[token.word], f"{token.word} → {WORDS[token.word]}"
    elif token.word in NEGATED and before != "NOT" and not (token.word == "IN" and after != "("):
        yield token.start, token.start, "NOT ", f"NOT {token.word}"
    elif token.word == "NOT":
        yield token.start, token.end, "", "NOT removed"
    elif token.word == "IS" and after != "NOT":
        yield token.end, token.end, " NOT", "IS → IS NOT"
    elif token.word == "DISTINCT" and before != "(":
        yield token.start, token.end, "", "DISTINCT removed"
    elif token.word == "DISTINCT":
        yield token.start, token.end, "", "DISTINCT removed in an aggregate"
    elif token.word == "SELECT" and after != "DISTINCT" and before != "(" and not is_grouped(found, place):
        yield token.end, token.end, " DISTINCT", "DISTINCT added"
    elif token.word == "UNION":
        yield from union_changes(found, place, after)
    elif token.word in {"LEFT", "JOIN"}:
        yield from join_changes(found, place, before, after)


def is_grouped(found: Sequence[Token], place: int) -> bool:
    """Return whether the rows of a SELECT differ anyway, since they are groups."""
    end = until(found, place, frozenset({"UNION", "EXCEPT", "INTERSECT"}))
    return any(found[at].word == "GROUP" and found[at].depth == found[place].depth for at in range(place, end))


def union_changes(found: Sequence[Token], place: int, after: str) -> Iterator[Change]:
    """Keep rows that are equal, or keep one of them."""
    if after == "ALL":
        yield found[place + 1].start, found[place + 1].end, "", "UNION ALL → UNION"
    else:
        yield found[place].end, found[place].end, " ALL", "UNION → UNION ALL"


def join_changes(found: Sequence[Token], place: int, before: str, after: str) -> Iterator[Change]:
    """Lose the rows without a partner, or keep them."""
    token = found[place]
    if token.word == "LEFT":
        yield token.start, token.end, "INNER" if after == "JOIN" else "", "LEFT JOIN → JOIN"
    elif before == "INNER":
        yield found[place - 1].start, found[place - 1].end, "LEFT", "JOIN → LEFT JOIN"
    elif before not in {"LEFT", "OUTER", "CROSS", "RIGHT", "FULL", "NATURAL"}:
        yield token.start, token.start, "LEFT ", "JOIN → LEFT JOIN"


def is_of_between(found: Sequence[Token], place: int) -> bool:
    """Return whether an AND stands between the ends of a BETWEEN."""
    depth = found[place].depth
    for other in range(place - 1, -1, -1):
        token = found[other]
        if token.depth < depth or token.word in {"AND", "OR", "WHERE", "ON", "HAVING", "WHEN"}:
            return False
        if token.word == "BETWEEN" and token.depth == depth:
            return True
    return False
