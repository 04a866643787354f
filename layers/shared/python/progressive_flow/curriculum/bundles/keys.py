"""What names an item of an organization, and what it says."""

from typing import Any, NamedTuple

Document = dict[str, Any]


class Key(NamedTuple):
    """What names an item of an organization."""

    kind: str
    slug: str
