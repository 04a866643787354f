"""What loading content changed, challenge by challenge: reported by a plan, and after the load."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class LiveVersion(NamedTuple):
    """A challenge as it stands: its live version's number and content, 0 and None before the first."""

    slug: str
    is_active: bool
    version: int
    content: dict[str, Any] | None


class Changed(NamedTuple):
    """What became of a challenge: ``what`` are the parts of a changed one that differ."""

    slug: str
    kind: str
    version: int
    what: list[str]


class Changes(NamedTuple):
    """How many rows of each kind a load wrote, and which challenges it added, changed, archived or took back."""

    rows: dict[str, Any]
    challenges: list[Changed]


def compare(before: Sequence[LiveVersion], after: Sequence[LiveVersion]) -> list[Changed]:
    """The challenges that differ, by slug."""
    known = {challenge.slug: challenge for challenge in before}
    found = (_changed(known.get(challenge.slug), challenge) for challenge in sorted(after, key=lambda live: live.slug))
    return [change for change in found if change]


def describe(changes: Changes) -> Iterator[str]:
    """Lines for people: each challenge, then the rows of each kind."""
    for change in changes.challenges:
        what = f": {', '.join(change.what)}" if change.what else ""
        yield f"{change.kind} {change.slug}, version {change.version}{what}"
    rows = {kind.replace("_", " "): count for kind, count in changes.rows.items() if count}
    yield from (f"{kind}: {count}" for kind, count in rows.items())
    if not rows:
        yield "nothing changes"


def _changed(before: LiveVersion | None, after: LiveVersion) -> Changed | None:
    if before is None:
        return Changed(after.slug, "added", after.version, [])
    if before.is_active and not after.is_active:
        return Changed(after.slug, "archived", after.version, [])
    what = list(_parts(before.content or {}, after.content or {}))
    if after.is_active and not before.is_active:
        return Changed(after.slug, "taken back", after.version, what)
    return Changed(after.slug, "changed", after.version, what) if before.version != after.version else None


def _parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Names of what differs: fields of the challenge, and fields of each level."""
    for name in sorted({*before, *after} - {"levels"}):
        if before.get(name) != after.get(name):
            yield name.replace("_", " ")
    old = {level["level"]: level for level in before.get("levels", [])}
    new = {level["level"]: level for level in after.get("levels", [])}
    for number in sorted({*old, *new}):
        if number not in old or number not in new:
            yield f"level {number} {'added' if number in new else 'removed'}"
        else:
            yield from _of_level(number, old[number], new[number])


def _of_level(number: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    fields = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    if fields:
        yield f"level {number} ({', '.join(name.replace('_', ' ') for name in fields)})"
