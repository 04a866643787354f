"""Compares computed styles: `red`, `#f00` and `rgb(255 0 0)` are one colour, `0` and `0px` one length; either
quotes are the same."""

import re
from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.code.matching.colours import colour
from progressive_flow.grading.code.matching.matchers import matches

REM = 16  # CSS pixels
_QUOTED = re.compile(r"'([^'\"]*)'")
_EQUAL = {"bold": "700", "1 1 0": "1", "1 1 0%": "1"}
_REMS = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
_MILLISECONDS = re.compile(r"(?<![\w.])(\d*\.?\d+)ms\b")


def same_style(actual: str, expected: Any) -> bool:
    """Return whether a computed value of a property is what a check expects."""
    if isinstance(expected, Mapping):
        if "not" in expected:
            return not same_style(actual, expected["not"])
        if "one of" in expected:
            return any(same_style(actual, value) for value in expected["one of"])
        return matches(actual, expected)
    is_colour, wanted = colour(actual), colour(str(expected))
    if is_colour and wanted:
        return is_colour == wanted
    return _plain(actual) == _plain(str(expected))


def _plain(text: str) -> str:
    """Return a value in the one form that all its spellings have in common."""
    text = re.sub(r"\s+", " ", text.strip().lower())
    text = _QUOTED.sub(r'"\1"', text)
    text = _REMS.sub(lambda found: f"{float(found[1]) * REM:g}px", text)
    text = re.sub(r"\s*([,/])\s*", r"\1", text)
    text = _MILLISECONDS.sub(lambda found: f"{float(found[1]) / 1000:g}s", text)
    text = re.sub(r"(?<![\w.])\.(?=\d)", "0.", text)
    text = re.sub(r"(?<![\w.])0(px|em|rem|%)", "0", text)
    text = re.sub(r"(?<![\w.])(\d+)\.0+(?=\D|$)", r"\1", text)
    return _EQUAL.get(text, text)
