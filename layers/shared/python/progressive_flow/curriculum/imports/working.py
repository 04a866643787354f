"""The work on an import: its zip is read, compared with the drafts, and applied if the plan is still the one that was shown."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from progressive_flow.content.uploads import places
from progressive_flow.curriculum.bundles import reading
from progressive_flow.curriculum.bundles import service as bundles
from progressive_flow.curriculum.bundles.keys import Key
from progressive_flow.curriculum.bundles.reading import Bundle
from progressive_flow.curriculum.imports import plans
from progressive_flow.curriculum.imports import work_repository as repository
from progressive_flow.curriculum.imports.work_repository import ImportInput
from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.tasks import Completion

READING = 0.9  # the share of the work that reading is
INVALID = {"kind": "invalid", "detail": "Some files have to be corrected first: see the problems of the plan."}
OUTDATED = {"kind": "outdated", "detail": "Drafts changed after it was planned: import it again, and look at the plan."}
GONE = {"kind": "upload-gone", "detail": "The zip was deleted: upload it again."}
FORBIDDEN = {"kind": "forbidden", "detail": "Who asked for it may not load content of the organization any more."}


class Payload(BaseModel):
    """Which import a task works on."""

    import_id: UUID


def work(payload: dict[str, Any], report: Callable[[float], None]) -> dict[str, Any] | Completion:
    """Plan or apply an import, whichever it waits for. Done again, it does the same."""
    import_id = Payload.model_validate(payload).import_id
    with transactions.begin(role="scheduler") as db:
        given = repository.find_input(db, import_id)
    if given is None:
        return {}  # it has ended before
    if not given.is_allowed:
        return partial(_fail, import_id=import_id, problem=FORBIDDEN)
    body = _zip(given)
    if body is None:
        return partial(_fail, import_id=import_id, problem=GONE)
    bundle = reading.read(body, lambda share: report(share * READING))
    return partial(_plan if given.state == "planning" else _apply, import_id=import_id, given=given, bundle=bundle)


def _zip(given: ImportInput) -> bytes | None:
    """Return the zip of an import; None once it was deleted."""
    if given.upload_id is None or not given.is_there:
        return None
    try:
        return objects.get(aws.media_bucket(), places.delivered(given.organization_id, given.upload_id))
    except objects.NoObjectError:
        return None


def _plan(db: Transaction, *, import_id: UUID, given: ImportInput, bundle: Bundle) -> dict[str, Any]:
    drafts = repository.list_drafts(db, import_id, is_locking=False)
    planned = plans.plan(
        bundle, drafts, given.max_items, lambda keys: bundles.list_documents(db, given.organization_id, keys)
    )
    repository.finish_planning(db, import_id, planned, INVALID if planned.plan.problems else None)
    return {"added": planned.plan.added, "changed": planned.plan.changed}


def _apply(db: Transaction, *, import_id: UUID, given: ImportInput, bundle: Bundle) -> dict[str, Any]:
    """Apply the plan that was shown, or nothing; what it says of fields is not needed for that."""
    drafts = repository.list_drafts(db, import_id, is_locking=True)
    planned = plans.plan(bundle, drafts, given.max_items, lambda _: {})
    if planned.plan.problems or planned.hash != given.plan_hash:
        return _fail(db, import_id=import_id, problem=OUTDATED)
    rows = [_row(key, hashed, bundle) for key, hashed in planned.saved.items()]
    return {"saved": repository.apply(db, import_id, rows)}


def _row(key: Key, hashed: str, bundle: Bundle) -> dict[str, Any]:
    document = bundle.documents[key]
    return {**key._asdict(), "title": document["title"], "document": document, "document_hash": hashed}


def _fail(db: Transaction, *, import_id: UUID, problem: dict[str, str]) -> dict[str, Any]:
    repository.fail(db, import_id, problem)
    return {}
