"""Which files may be uploaded, how large they may be, and which of them a browser may show."""

from typing import Literal, NamedTuple

MediaType = Literal[
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/svg+xml",
    "video/mp4",
    "video/webm",
    "text/vtt",
    "application/pdf",
    "application/zip",
    "text/plain",
]
MEGABYTE = 1024 * 1024


class Rule(NamedTuple):
    """What holds for a type: how many bytes a file may have, and whether a browser shows it instead of saving it."""

    max_bytes: int
    shown: bool


_IMAGE, _VIDEO, _TEXT = Rule(10 * MEGABYTE, True), Rule(500 * MEGABYTE, True), Rule(MEGABYTE, False)
RULES: dict[MediaType, Rule] = {
    "image/png": _IMAGE,
    "image/jpeg": _IMAGE,
    "image/webp": _IMAGE,
    "image/gif": _IMAGE,
    "image/svg+xml": Rule(MEGABYTE, shown=True),
    "video/mp4": _VIDEO,
    "video/webm": _VIDEO,
    "text/vtt": _TEXT,
    "application/pdf": Rule(25 * MEGABYTE, shown=True),
    "application/zip": Rule(20 * MEGABYTE, shown=False),
    "text/plain": _TEXT,
}
MAX_BYTES = max(rule.max_bytes for rule in RULES.values())
