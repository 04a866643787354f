"""In which places two documents differ, by JSON pointer."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from progressive_flow.curriculum.items.models import Change
from progressive_flow.kernel.http.problems import pointer

_MISSING: Any = object()


def changes(before: Any, after: Any, place: str = "") -> Iterator[Change]:
    """Yield each place in which they differ, in the order of the document. Members of lists are compared by their number."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = dict.fromkeys([*before, *after])
        pairs = ((name, before.get(name, _MISSING), after.get(name, _MISSING)) for name in names)
    elif isinstance(before, list) and isinstance(after, list):
        numbered = enumerate(zip_longest(before, after, fillvalue=_MISSING))
        pairs = ((str(number), old, new) for number, (old, new) in numbered)
    else:
        if before is _MISSING:
            yield Change(pointer=place, what="added", before=None, after=after)
        elif after is _MISSING:
            yield Change(pointer=place, what="removed", before=before, after=None)
        elif before != after or type(before) is not type(after):  # 1 is not true
            yield Change(pointer=place, what="changed", before=before, after=after)
        return
    for step, old, new in pairs:
        yield from changes(old, new, place + pointer((step,)))
