"""The mistakes in calls of SQL's functions."""

from collections.abc import Iterator, Mapping, Sequence

from progressive_flow.grading.code.gate.sql_tokens import Part, Token, divided, until

Change = tuple[int, int, str, str]

# Functions and their neighbours; in the place of those with "" stands their first argument.
FUNCTIONS: Mapping[str, str] = {
    "SUM": "MAX", "AVG": "SUM", "MIN": "MAX", "MAX": "MIN", "COUNT": "SUM", "TOTAL": "MAX",
    "RANK": "ROW_NUMBER", "DENSE_RANK": "RANK", "ROW_NUMBER": "RANK", "LAG": "LEAD", "LEAD": "LAG",
    "FIRST_VALUE": "LAST_VALUE", "LAST_VALUE": "FIRST_VALUE",
    "LOWER": "", "UPPER": "", "TRIM": "", "ROUND": "", "ABS": "", "COALESCE": "", "IFNULL": "",
}  # fmt: skip
AGGREGATES = frozenset({"COUNT", "SUM", "AVG", "TOTAL", "GROUP_CONCAT"})


def function_changes(text: str, found: Sequence[Token], place: int) -> Iterator[Change]:
    """Exchange the function that is called at a place, or leave it out; count rows in the place of values."""
    if place + 2 >= len(found) or found[place + 2].text == "*":
        return
    token, first = found[place], found[place + 2]
    if FUNCTIONS[token.word]:
        yield token.start, token.end, FUNCTIONS[token.word].lower(), f"{token.word} → {FUNCTIONS[token.word]}"
    if first.text == ")":
        return
    end = until(found, place + 2, frozenset())
    if not FUNCTIONS[token.word] and end < len(found):
        argument = next(divided(found, Part(place + 2, end), ","))
        content = text[first.start : found[argument.end - 1].end]
        yield token.start, found[end].end, f"({content})", f"{token.word} removed"
    if token.word in AGGREGATES and first.word != "DISTINCT":
        yield first.start, first.start, "DISTINCT ", f"DISTINCT added in {token.word}"
    if token.word == "COUNT" and end < len(found):
        yield first.start, found[end].start, "*", "COUNT(…) → COUNT(*)"
