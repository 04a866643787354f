"""The statement of a challenge: a Markdown file beside it, in four sections."""

import re

SECTIONS = ("The system", "Functional requirements", "Non-functional requirements", "Estimates")
_HEADING = re.compile(r"^## +(.*?) *$", re.MULTILINE)


def check_statement(text: str) -> list[str]:
    """What is wrong with its sections, as ``field: what is wrong``: all of them, in order, with something in each."""
    _, *parts = _HEADING.split(text)
    names, bodies = parts[::2], parts[1::2]
    if tuple(names) != SECTIONS:
        wanted = ", ".join(f"'## {name}'" for name in SECTIONS)
        return [f"sections: must be {wanted}, in this order; found {', '.join(names) or 'none'}"]
    empty = [name for name, body in zip(names, bodies, strict=True) if not body.strip()]
    return [f"{name}: is empty: write something under this heading" for name in empty]
