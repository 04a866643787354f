"""What cheats earned, as a table in Markdown: for a terminal, and for the page that keeps the measurements."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from progressive_flow.kernel import settings
from progressive_flow_local.cli.cheats.played import COUNTED, Try

DAY = 86_400  # seconds


def table(found: Mapping[str, Sequence[Try]]) -> list[str]:
    """Return one line a cheat: how much it passes, on which levels, and for halving how much of it on the first day."""
    levels = (f"level {number}" for number in COUNTED)
    head = ("cheat", "passed", "of", *levels, f"within {settings.tries().tries} tries", "days")
    rows = [head, tuple("---" for _ in head), *(_row(name, tries) for name, tries in found.items())]
    return [f"| {' | '.join(row)} |" for row in rows]


def passed(found: Mapping[str, Sequence[Try]]) -> Iterator[str]:
    """Yield a line for each level or exchange that a cheat passes."""
    for name, tries in found.items():
        for one in tries:
            if one.passed:
                where = f"level {one.level}" if one.level else one.what
                yield f"{name}: {one.slug}, {where}, after {one.tries}"


def _row(name: str, tries: Sequence[Try]) -> tuple[str, ...]:
    won = [one for one in tries if one.passed]
    by_level = [
        "" if not one_level else str(sum(one.level == number for one in won)) for number, one_level in _has(tries)
    ]
    return (name, str(len(won)), str(len(tries)), *by_level, *_budget(name, won))


def _has(tries: Sequence[Try]) -> list[tuple[int, bool]]:
    return [(number, any(one.level == number for one in tries)) for number in COUNTED]


def _budget(name: str, won: Sequence[Try]) -> tuple[str, str]:
    """Within the budget of a day; and how many days the slowest half of the rest takes, at what comes back in a day."""
    if not name.startswith("halving"):
        return "", ""
    full, refill = settings.tries()
    late = sorted(one.tries for one in won if one.tries > full)
    days = [1 + ceil((tries - full) * refill / DAY) for tries in late]
    return str(len(won) - len(late)), f"{days[len(days) // 2]} (median of the rest), {days[-1]} at most" if days else ""
