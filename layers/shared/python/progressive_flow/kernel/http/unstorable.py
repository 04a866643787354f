"""Finds the values of a request that JSON and HTTP allow and PostgreSQL does not hold.

It is asked only after the database has refused one, so that no other request pays for the search.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import isinf
from typing import Any

from pydantic_core import from_json

from progressive_flow.kernel.http.problems import pointer

MESSAGE = (
    "The database cannot store this: text with a NUL character or half a character, or a number that is too large."
)


def rows(event: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return a row for each such value of a request; one for its body or query where none is known by its look."""
    body = event.get("body") or ""
    sent = {
        "path": event.get("pathParameters") or {},
        "query": event.get("queryStringParameters") or {},
        "body": _json(body),
    }
    places = [pointer(steps) for steps in _unstorable(sent, ())]
    return [{"pointer": place, "message": MESSAGE} for place in places or ["/body" if body else "/query"]]


def _json(body: str) -> Any:
    """Return what a body holds; None for what is no JSON, which a route that takes no body has not looked at."""
    with suppress(ValueError):
        return from_json(body)
    return None


def _unstorable(value: Any, steps: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    match value:
        case str() if _is_broken(value):
            yield steps
        case float() if isinf(value):
            yield steps
        case dict():
            for name, member in value.items():
                if _is_broken(name):
                    yield (*steps, name)
                yield from _unstorable(member, (*steps, name))
        case list():
            for index, member in enumerate(value):
                yield from _unstorable(member, (*steps, index))
        case _:
            return


def _is_broken(text: str) -> bool:
    return "\0" in text or any("\ud800" <= character <= "\udfff" for character in text)
