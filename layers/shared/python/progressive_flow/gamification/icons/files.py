"""Where icons are, and their addresses: beside this module in a deployed layer, in the content files of a checkout.

An address names the content, so what it answers never changes and may be kept for ever. What is stored names the file alone.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from progressive_flow.kernel import paths

PREFIX = "/v1/icons/"
NAME = r"[a-z0-9][a-z0-9-]{0,99}"
HASH = r"[0-9a-f]{12}"
PACKAGED = Path(__file__).with_name("files")  # the bundler puts them there
# An address, or what is stored of it.
NAMED = re.compile(rf"^{PREFIX}(?P<kind>achievements|skills)/(?P<name>{NAME})(\.{HASH})?\.svg$")


def named(kind: str, name: str) -> str:
    """Return what is stored of the icon of this name."""
    return f"{PREFIX}{kind}/{name}.svg"


def stored(url: str | None) -> str | None:
    """Return what is stored of an icon's address."""
    found = NAMED.match(url or "")
    return named(found["kind"], found["name"]) if found else None


def address(value: str | None) -> str | None:
    """Return the address of what is stored or was an address; None if no such icon is there."""
    found = NAMED.match(value or "")
    return _address(found["kind"], found["name"]) if found else None


def content(kind: str, name: str) -> str | None:
    """Return an icon's SVG; None if it is not there."""
    path = _folder() / kind / f"{name}.svg"
    return path.read_text() if path.is_file() else None


def hash_of(svg: str) -> str:
    """Return what an icon's address says of its content."""
    return hashlib.sha256(svg.encode()).hexdigest()[:12]


@cache
def _address(kind: str, name: str) -> str | None:
    svg = content(kind, name)
    return None if svg is None else f"{PREFIX}{kind}/{name}.{hash_of(svg)}.svg"


def _folder() -> Path:
    return PACKAGED if PACKAGED.is_dir() else paths.root() / "sql" / "seeds" / "content" / "icons"
