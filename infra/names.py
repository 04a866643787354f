"""Names that templates, releases and tests share. It does not import the CDK, which takes seconds."""

import hashlib
import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

from infra.paths import ROOT

Item = TypeVar("Item")
SERVICE = "progressive-flow"
LIVE = "live"  # the alias that every caller of a function uses, and that a rollback moves

MAILS = f"{SERVICE}-mails"  # the configuration set of our mail; a stage has an account of its own


@cache
def version() -> str:
    """Return the version of the release. It is not the commit, which would update every function at each deploy."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def archive_export(stage: str) -> str:
    """Return the name of the export that holds the archive bucket's ARN; cdk-nag's findings contain it."""
    return f"{SERVICE}-{stage}-archive-arn"


def exports_export(stage: str) -> str:
    """Return the name of the export that holds the ARN of the bucket of learners' exports."""
    return f"{SERVICE}-{stage}-exports-arn"


def media_export(stage: str) -> str:
    """Return the name of the export that holds the ARN of the bucket of uploads."""
    return f"{SERVICE}-{stage}-media-arn"


def spread(items: Iterable[Item], stacks: int, name: Callable[[Item], str]) -> dict[int, list[Item]]:
    """Return the items of each stack by its number, by the hash of an item's name; a stack without items is left out."""
    numbered: dict[int, list[Item]] = {}
    for item in items:
        digest = hashlib.sha256(name(item).encode()).digest()
        numbered.setdefault(int.from_bytes(digest[:8], "big") % stacks, []).append(item)
    return dict(sorted(numbered.items()))
