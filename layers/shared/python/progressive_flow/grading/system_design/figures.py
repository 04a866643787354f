"""Figures and types of components as people read them: in the engine's sentences and in those on what a level asks for.

It needs the standard library alone, and no evaluator, so that a level is read without one.
"""

from collections.abc import Sequence

TEN, FULL, TERABYTE, SECOND = 10, 100, 1000, 999.5  # where the wording changes: 9.5/s, 100 %, 1 TB, 1,000 ms
MAX_NAMES = 5  # more names than this help nobody
COUNTS = ((1e15, "quadrillion"), (1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
MONTH = 30.44 * 86_400.0  # seconds
# Types whose names are not their words; those of all others are, with spaces.
NAMES = {
    "cdn": "CDN",
    "dns": "DNS server",
    "nosql": "NoSQL store",
    "api_gateway": "API gateway",
    "websocket_gateway": "WebSocket gateway",
    "time_series": "time series store",
    "search_index": "search index",
    "coordination": "coordination service",
    "external": "external service",
}


def type_name(kind: str) -> str:
    """``app server``, ``CDN``: a type of component for people."""
    return NAMES.get(kind, kind.replace("_", " "))


def plural(word: str) -> str:
    """``app servers``, ``search indexes``."""
    return f"{word}{'es' if word.endswith(('x', 's')) else 's'}"


def a(kind: str) -> str:
    """``an app_server``, ``a database``, ``an API gateway``."""
    return f"{'an' if kind[:1] in set('aeiouA') else 'a'} {kind}"


def number(value: int, word: str) -> str:
    """``one shard``, ``3 shards``."""
    return f"one {word}" if value == 1 else f"{value} {word}s"


def listed(names: Sequence[str], word: str = "and") -> str:
    """``x``, ``x and y``, ``x, y and z``; of more than five, the first."""
    if len(names) > MAX_NAMES:
        return ", ".join(names[:MAX_NAMES]) + ", ..."
    return f" {word} ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)


def count(value: float) -> str:
    """``100 billion``, ``1.5 million``, ``52,300``: three digits are enough."""
    for unit, word in COUNTS:
        if round(value / unit, 2) >= 1.0:
            return f"{value / unit:.3g} {word}"
    return f"{float(f'{value:.3g}'):,.0f}"


def milliseconds(value: float) -> str:
    """``0.5 ms``, ``84.5 ms``, ``1,010 ms``: three digits are enough."""
    return f"{value:.3g} ms" if value < SECOND else f"{float(f'{value:.3g}'):,.0f} ms"


def rate(value: float) -> str:
    """Requests/s for people: ``9,400/s``, with a decimal only below 10."""
    return f"{value:,.0f}/s" if value >= TEN else f"{value:.2g}/s"


def percent(share: float) -> str:
    """``84 %``; never rounds a shortfall up to 100 % nor an excess down to it."""
    shown = 100.0 * share
    return f"{shown:.0f} %" if round(shown) != FULL or shown == FULL else f"{shown:.4g} %"


def size(gigabytes: float) -> str:
    """``250 GB`` or ``1.2 TB``."""
    return f"{gigabytes / 1000:.3g} TB" if gigabytes >= TERABYTE else f"{gigabytes:.3g} GB"


def duration(seconds: float) -> str:
    """``0.25 s``, ``12 min``, ``3.5 h``, ``30 days``: the unit in which the number is small."""
    for limit, unit, word in ((120.0, 1.0, "s"), (7_200.0, 60.0, "min"), (172_800.0, 3_600.0, "h")):
        if seconds < limit:
            return f"{seconds / unit:.3g} {word}"
    return f"{seconds / 86_400.0:.3g} days"


def downtime(share: float) -> str:
    """``22 min``: how long in a month something is down that is up for 99.95 % of it."""
    return duration((1.0 - share) * MONTH)


def uptime(share: float) -> str:
    """``99.95 %, down 22 min a month``."""
    return f"{100.0 * share:.6g} %, down {downtime(share)} a month"
