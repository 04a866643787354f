"""Finds what goes in a circle where it must not: prerequisites of tracks, challenges and skills."""

from collections.abc import Mapping, Sequence


def find_circle(after: Mapping[str, Sequence[str]]) -> list[str]:
    """The names along one circle, empty if there is none. Names without an entry lead nowhere."""
    remaining = {name: {need for need in needs if need in after} for name, needs in after.items()}
    while remaining:
        free = {name for name, needs in remaining.items() if not needs}
        if not free:
            return _come_round(remaining)
        remaining = {name: needs - free for name, needs in remaining.items() if name not in free}
    return []


def _come_round(stuck: Mapping[str, set[str]]) -> list[str]:
    """Every stuck name needs a stuck name, so following them must come back to one already seen."""
    trail: list[str] = []
    name = min(stuck)
    while name not in trail:
        trail.append(name)
        name = min(stuck[name])
    return trail[trail.index(name) :]
