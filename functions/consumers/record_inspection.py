"""Keep an upload that was found clean, or reject it."""

from typing import Any

from progressive_flow.content.events import UploadInspected
from progressive_flow.content.uploads import keeping
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability


@on_event(UploadInspected, capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.UPLOAD_KEEPING))
def handler(event: UploadInspected, db: Transaction) -> dict[str, Any]:
    return keeping.record_inspection(db, event)
