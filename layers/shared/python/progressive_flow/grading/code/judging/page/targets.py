"""How a step names an element: `#id li` is a CSS selector; `button "Add"` a role and its accessible name; `field "E-mail"`
a label; `text "Saved"` a text; `focus` what has the focus."""

import re
from typing import Any

_NAMED = re.compile(r'(\w+) "([^"]*)"')


def target(text: str) -> dict[str, Any]:
    """Return a target as the page takes it."""
    if text == "focus":
        return {"focus": True}
    named = _NAMED.fullmatch(text)
    if not named:
        return {"css": text}
    word, name = named.groups()
    if word == "field":
        return {"label": name}
    if word == "text":
        return {"text": name}
    return {"role": word, "name": name}
