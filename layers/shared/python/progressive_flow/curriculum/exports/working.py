"""The work on an export: the drafts are read, and written into the bucket as one zip."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from progressive_flow.content.uploads import places
from progressive_flow.curriculum.bundles import service as bundles
from progressive_flow.curriculum.bundles import writing
from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.curriculum.exports import repository
from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.tasks import Completion

ZIP = "application/zip"


class Payload(BaseModel):
    """Which export a task writes."""

    export_id: UUID


def work(payload: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any] | Completion:
    """Write an export. Done again, it writes the drafts as they are then, in the same place."""
    export_id = Payload.model_validate(payload).export_id
    with transactions.begin(role="scheduler") as db:
        given = repository.find_input(db, export_id)
        found = bundles.list_documents(db, given.organization_id) if given else {}
    if given is None:
        return {}  # it has ended before
    chosen = {key: document for key, document in found.items() if _is_of(given.track, key, document)}
    body = writing.bundle(given.organization, chosen, report)
    objects.put(aws.media_bucket(), places.exported(given.organization_id, export_id), body, ZIP)

    def complete(db: Transaction) -> dict[str, Any]:
        repository.finish(db, export_id, len(chosen), len(body))
        return {"items": len(chosen), "bytes": len(body)}

    return complete


def _is_of(track: str | None, key: Key, document: Document) -> bool:
    return track is None or track == (key.slug if key.kind == "track" else document.get("track"))
