"""What happens to objects of uploads inside the network: a clean one is moved to where it is delivered from."""

from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from progressive_flow.content.events import UploadInspected
from progressive_flow.content.uploads import places, repository
from progressive_flow.content.uploads.media_types import RULES
from progressive_flow.content.uploads.repository import Finished
from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction

BATCH = 200  # uploads a transaction, and objects a request
SHOWN = {media_type for media_type, rule in RULES.items() if rule.shown}


def record_inspection(db: Transaction, found: UploadInspected) -> dict[str, Any]:
    """Record an inspection and move a clean object before the commit; a late or repeated one changes no row.

    Until the commit the row is locked, so that nobody sees a clean upload whose object is not there.
    """
    finished = repository.finish_upload(db, found)
    if finished and finished.state == "clean":
        _deliver(found, finished)
    db.after_commit(partial(_forget, found.upload_id))
    return {finished.state if finished else "ignored": 1}


def collect() -> dict[str, Any]:
    """Retire what nothing refers to, and delete uploads that are over: their rows, and their objects before the commit."""
    with transactions.begin(role="scheduler") as db:
        retired = repository.retire_uploads(db)
    deleted = 0
    while taken := _collect_some():
        deleted += taken
    return {"retired": retired, "deleted": deleted}


def delete_of_learner(user_id: UUID) -> dict[str, Any]:
    """Delete the objects of a learner who was erased; a second call finds none. Their rows went with them."""
    return {"objects": objects.delete_all(aws.media_bucket(), places.folder(user_id))}


def _collect_some() -> int:
    with transactions.begin(role="scheduler") as db:
        dead = repository.take_dead_uploads(db, BATCH)
        if dead:
            objects.delete_many(aws.media_bucket(), [places.delivered(upload.scope, upload.id) for upload in dead])
    return len(dead)


def _deliver(found: UploadInspected, finished: Finished) -> None:
    shown = "inline" if finished.media_type in SHOWN else "attachment"
    objects.copy(
        aws.media_bucket(),
        places.inspected(found.upload_id),
        places.delivered(finished.scope, found.upload_id),
        kind=finished.media_type,
        disposition=f"{shown}; filename*=UTF-8''{quote(finished.file_name, safe='')}",
    )


def _forget(upload_id: UUID) -> None:
    """Delete what was needed for the inspection alone; what this does not reach, the bucket's own rule deletes in a day."""
    for key in (places.quarantined(upload_id), places.inspected(upload_id)):
        objects.delete(aws.media_bucket(), key)
