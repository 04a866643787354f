"""How a value is written in a path or a query: in one form for each type, which is the form that the document describes.

pydantic reads more: `date=0` as a day in 1970, `yes` as true, `1_0` as ten. A client that sends such a value made a mistake.
"""

import re
from datetime import date
from typing import Any
from uuid import UUID

_HEX = "[0-9a-fA-F]"
_FORMS: dict[Any, tuple[re.Pattern[str], str]] = {
    bool: (re.compile("true|false"), "Write true or false."),
    int: (re.compile("-?(0|[1-9][0-9]*)"), "Write a whole number in digits, such as 25."),
    date: (re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "Write a date as YYYY-MM-DD."),
    UUID: (
        re.compile("-".join(f"{_HEX}{{{digits}}}" for digits in (8, 4, 4, 4, 12))),
        "Write an id as 8-4-4-4-12 digits.",
    ),
}


def complaint(kind: Any, text: str) -> str | None:
    """Return what is wrong with the form of a text that is read as `kind`; None if nothing is."""
    pattern, message = _FORMS.get(kind, (None, None))
    return message if pattern and not pattern.fullmatch(text) else None
