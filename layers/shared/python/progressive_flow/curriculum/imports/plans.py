"""What a bundle would change of an organization's drafts."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

from progressive_flow.curriculum.authoring.files import content_hash
from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.curriculum.bundles.reading import Bundle
from progressive_flow.curriculum.imports.models import (
    MAX_CHANGES,
    MAX_FIELDS,
    MAX_NAMES,
    MAX_PROBLEMS,
    ImportChange,
    ImportProblem,
    Plan,
)

MAX_MESSAGE, MAX_NAME = 300, 200  # characters of a problem's message, and of the names of file and place
ARCHIVED = "This item is archived: bring it back before you import it, or leave it out."
NOT_THE_OWNER = (
    "Another author owns this draft: leave it out, or ask an administrator of the organization to import it."
)


class Draft(NamedTuple):
    """A draft that a bundle is compared with."""

    kind: str
    slug: str
    state: str
    sha256: str
    is_imported: bool
    is_changeable: bool


class Planned(NamedTuple):
    """A plan, the hash of what it changes with the drafts that it begins from, and the items that it saves."""

    plan: Plan
    hash: bytes
    saved: dict[Key, str]


def plan(
    bundle: Bundle,
    drafts: Mapping[Key, Draft],
    max_items: int,
    documents: Callable[[list[Key]], Mapping[Key, Document]],
) -> Planned:
    """Compare a bundle with the drafts; `documents` returns those of drafts that change."""
    hashes = {key: content_hash(document).hex() for key, document in bundle.documents.items()}
    saved = {key: found for key, found in hashes.items() if key not in drafts or drafts[key].sha256 != found}
    shown = sorted(saved)[:MAX_CHANGES]
    before = documents([key for key in shown if key in drafts])
    conflicts = {key for key in saved if _is_conflict(bundle, key, drafts.get(key))}
    found = Plan(
        added=sum(key not in drafts for key in saved),
        changed=sum(key in drafts for key in saved),
        unchanged=len(hashes) - len(saved),
        conflicts=len(conflicts),
        changes=[
            ImportChange(
                kind=key.kind,
                slug=key.slug,
                what="changed" if key in drafts else "added",
                fields=_fields(before[key], bundle.documents[key]) if key in before else [],
                conflict=key in conflicts,
            )
            for key in shown
        ],
        absent=[
            f"{key.kind}/{key.slug}" for key in sorted(drafts) if key not in hashes and drafts[key].state != "archived"
        ][:MAX_NAMES],
        ignored=bundle.ignored[:MAX_NAMES],
        problems=_problems(bundle, saved, drafts, max_items),
    )
    return Planned(found, _hash(saved, drafts), saved)


def _is_conflict(bundle: Bundle, key: Key, draft: Draft | None) -> bool:
    """Whether a draft is another one than the file was made from: as the export says, else as the last import left it."""
    if draft is None:
        return False
    return draft.sha256 != bundle.bases[key] if key in bundle.bases else not draft.is_imported


def _fields(before: Document, after: Document) -> list[str]:
    """Name the members in which two documents differ."""
    return [name for name in after | before if after.get(name) != before.get(name)][:MAX_FIELDS]


def _problems(
    bundle: Bundle, saved: Mapping[Key, str], drafts: Mapping[Key, Draft], max_items: int
) -> list[ImportProblem]:
    found = [ImportProblem(**fault._asdict()) for fault in bundle.faults]
    for key in sorted(saved):
        draft = drafts.get(key)
        if draft and draft.state == "archived":
            found.append(_of(key, ARCHIVED))
        elif draft and not draft.is_changeable:
            found.append(_of(key, NOT_THE_OWNER))
    if len(drafts.keys() | saved.keys()) > max_items and saved.keys() - drafts.keys():
        text = (
            f"The organization may have {max_items} items: delete drafts, or ask the platform's administrator for more."
        )
        found.append(ImportProblem(file="", place="", message=text))
    shown = [
        ImportProblem(
            file=problem.file[:MAX_NAME], place=problem.place[:MAX_NAME], message=problem.message[:MAX_MESSAGE]
        )
        for problem in found[:MAX_PROBLEMS]
    ]
    more = len(found) - len(shown)
    return (
        [*shown, ImportProblem(file="", place="", message=f"There are {more:,} more: correct these first.")]
        if more
        else shown
    )


def _of(key: Key, message: str) -> ImportProblem:
    return ImportProblem(file="", place=f"{key.kind}/{key.slug}", message=message)


def _hash(saved: Mapping[Key, str], drafts: Mapping[Key, Draft]) -> bytes:
    rows = [[*key, drafts[key].sha256 if key in drafts else None, saved[key]] for key in sorted(saved)]
    return hashlib.sha256(json.dumps(rows).encode()).digest()
