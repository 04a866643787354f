"""Whether a JSON pointer (RFC 6901) leads to a value of a document."""

from typing import Any


def leads_somewhere(document: Any, pointer: str) -> bool:
    """Return whether a pointer, empty or beginning with a slash, names a value of the document."""
    value = document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    return True
