"""What somebody types to search for, as PostgreSQL looks for it."""

import re

_OPERATORS = re.compile(r'"|(^|\s)-|\bor\b', re.IGNORECASE)


def plain_words(text: str) -> list[str]:
    """Return the words of a search; none of one with operators, such as a phrase or a word to leave out."""
    return [] if _OPERATORS.search(text) else re.findall(r"[^\W_]+", text)


def beginnings(words: list[str]) -> str:
    """Return the tsquery of everything that has words that begin so; empty without words."""
    return " & ".join(f"{word}:*" for word in words)
