"""The words, names, texts, numbers and signs of SQL, with their places: as much of its grammar as mutants need."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

TOKENS = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>[xX]?'(?:[^']|'')*'?)
    |(?P<name>"(?:[^"]|"")*"?|`[^`]*`?|\[[^\]]*\]?)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>\|\||<=|>=|<>|!=|==|<<|>>|->>|->|.)""",
    re.VERBOSE | re.DOTALL,
)
# Words that end the part of a query before them.
CLAUSES = frozenset(
    {
        "SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "UNION", "EXCEPT",
        "INTERSECT", "WINDOW", "SET", "VALUES", "RETURNING", "ON", "USING", "JOIN", "LEFT", "RIGHT",
        "FULL", "INNER", "CROSS", "NATURAL",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a statement. `word` is that of a keyword or a function in capitals, the text itself of a sign."""

    kind: str
    text: str
    start: int
    end: int
    depth: int

    @property
    def word(self) -> str:
        """The token as it is compared: SQL makes no difference between capitals and others."""
        return self.text.upper() if self.kind in {"word", "sign"} else ""


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text without space and comments; a parenthesis has the depth of what is around it."""
    found: list[Token] = []
    depth = 0
    for match in TOKENS.finditer(text):
        kind = str(match.lastgroup)
        if kind == "space":
            continue
        depth -= match[0] == ")"
        found.append(Token(kind, match[0], match.start(), match.end(), depth))
        depth += match[0] == "("
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """Tokens that belong together: from the first place to before the last one."""

    first: int
    end: int


def until(found: Sequence[Token], place: int, ends: frozenset[str]) -> int:
    """Return where the part that begins at a place ends: at one of some words in its depth, or with its parentheses."""
    depth = found[place].depth if place < len(found) else 0
    for other in range(place, len(found)):
        token = found[other]
        if token.depth < depth or (token.depth == depth and (token.word in ends or token.text == ";")):
            return other
    return len(found)


def divided(found: Sequence[Token], part: Part, by: str) -> Iterator[Part]:
    """Yield the parts between the commas, or the ANDs, of a part; the AND of a BETWEEN and those of a CASE divide nothing."""
    depth, first = found[part.first].depth, part.first
    is_between, cases = False, 0
    for place in range(part.first, part.end):
        token = found[place]
        if token.depth != depth:
            continue
        cases += (token.word == "CASE") - (token.word == "END")
        if token.word == "BETWEEN":
            is_between = True
        elif token.word == by and is_between:
            is_between = False
        elif token.word == by and not cases:
            yield Part(first, place)
            first = place + 1
    if first < part.end:
        yield Part(first, part.end)
