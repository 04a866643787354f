"""Colours as a browser computes them, and the contrast between two."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tinycss2 import color4

from progressive_flow.grading.code.matching.matchers import first_number

MAX_TEXT = 80  # characters; a longer text is no colour that somebody wrote
LARGE = 24.0  # CSS pixels; the sizes and ratios are those of WCAG 2.2, success criterion 1.4.3
LARGE_IF_BOLD = 18.66
DARKEST = 0.04045  # share below which sRGB is linear
BOLD = ("bold", "700", "800", "900")
Channels = tuple[float, float, float]


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255, and the opacity from 0 to 1."""

    red: int
    green: int
    blue: int
    opacity: float


class Contrast(NamedTuple):
    """A ratio of contrast from 1 to 21, and the one that a text of this size needs."""

    ratio: float
    needed: float


def colour(text: str) -> Colour | None:
    """Return the colour that a text names; None if it names none, or one that depends on others."""
    if len(text) > MAX_TEXT:
        return None
    try:
        found: Any = color4.parse_color(text)
        if found is None or not hasattr(found, "to"):
            return None
        red, green, blue = found.to("srgb").coordinates
        return Colour(round(red * 255), round(green * 255), round(blue * 255), round(float(found.alpha), 3))
    except (ValueError, TypeError, NotImplementedError, AttributeError):
        return None


def contrast(paint: Mapping[str, Any]) -> Contrast | None:
    """Return the contrast of a text with what lies behind it; None where an image or an unknown colour does."""
    behind: Channels | None = (255.0, 255.0, 255.0)
    for layer in reversed(paint["back"]):
        behind = _over(layer, behind)
    in_front = _over(paint["color"] or "black", behind)
    if behind is None or in_front is None:
        return None
    light, dark = sorted((_luminance(in_front), _luminance(behind)), reverse=True)
    size = first_number(paint["size"] or "") or 16
    is_large = size >= LARGE or (size >= LARGE_IF_BOLD and paint["weight"] in BOLD)
    return Contrast((light + 0.05) / (dark + 0.05), 3.0 if is_large else 4.5)


def _over(text: str, behind: Channels | None) -> Channels | None:
    top = colour(text)
    if top is None or behind is None:
        return None
    red, green, blue = (
        under * (1 - top.opacity) + over * top.opacity for under, over in zip(behind, top[:3], strict=True)
    )
    return red, green, blue


def _luminance(channels: Iterable[float]) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= DARKEST else ((share + 0.055) / 1.055) ** 2.4
