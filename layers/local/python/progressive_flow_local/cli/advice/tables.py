"""What advice is worth, as a table in Markdown: for a terminal, and for the page that keeps the measurements."""

from collections.abc import Iterator, Mapping, Sequence

from progressive_flow_local.cli.advice.measured import BAR, LEAST_SHARE, Advised, counts, share_helped

# Counted at commit 438818c, before each failing test had a line. Parts were named in words, so what a line named was read by
# the sentences that there were; lines of tests that were not the costliest were not shown to anybody.
BEFORE: Mapping[str, int] = {
    "evaluations": 610,
    "that failed": 495,
    "failing visible tests": 2_293,
    "lines of advice": 505,
    "a failing test that must pass has no line": 1_050,
    "a failing visible test has no line": 738,
    "a line names a part off the ways that it speaks of": 8,
    "a line names no part on its operation's own way": 277,
    "a line misses a way that is there": 99,
    "a suggestion does not help, or breaks a test": 0,
    "failed with a suggestion that helps": 161,
    "failed with none but what a hint sells": 30,
    "failed with no suggestion": 334,
}


def table(found: Sequence[Advised]) -> Iterator[str]:
    """Yield one line for each count, before each failing test had a line and now."""
    now = counts(found)
    yield "| count | before | now |"
    yield "| --- | ---: | ---: |"
    for what, number in now.items():
        yield f"| {what} | {f'{BEFORE[what]:,}' if what in BEFORE else ''} | {number:,} |"
    before = BEFORE["failed with a suggestion that helps"] / BEFORE["that failed"]
    shares = (f"{100 * share:.1f} %" for share in (before, share_helped(found)))
    yield f"| share of the failed with a suggestion that helps | {' | '.join(shares)} |"


def kept(found: Sequence[Advised]) -> bool:
    """Does all advice keep the bar?"""
    return not any(fault.what in BAR for one in found for fault in one.faults) and share_helped(found) >= LEAST_SHARE


def faults(found: Sequence[Advised]) -> Iterator[str]:
    """Yield a line for each fault."""
    for one in found:
        for fault in one.faults:
            yield f"{one.slug}, level {one.level}, {one.design}: {fault.what}: {fault.text}"
