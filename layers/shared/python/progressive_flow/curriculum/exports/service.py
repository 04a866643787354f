"""Rules on exports of content, as they are asked for; `working` writes them."""

from datetime import timedelta
from uuid import UUID

from progressive_flow.content.uploads import places
from progressive_flow.curriculum.exports import repository
from progressive_flow.curriculum.exports.models import ContentExport
from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.http.responses import Polled
from progressive_flow.kernel.tasks import service as tasks

KIND = "export_content"
POLLING = 1  # seconds
LINKED = timedelta(minutes=15)


def begin(db: Transaction, organization: str, track: str | None) -> Polled[ContentExport]:
    """Ask for an export."""
    requested = repository.request(db, organization, track)
    tasks.dispatch(db, KIND, requested.task_id, requested.nonce)
    return show_export(db, organization, requested.export_id)


def show_export(db: Transaction, organization: str, export_id: UUID) -> Polled[ContentExport]:
    """Return an export with a link once it is done, and how soon to ask again before; 404 if there is none."""
    row = repository.find_export(db, organization, export_id)
    if row is None:
        raise not_found(f"export {export_id}")
    url = _link(row.organization_id, row.id) if row.state == "done" else None
    return Polled(
        ContentExport.model_validate({**row._asdict(), "url": url}), POLLING if row.state == "running" else None
    )


def _link(organization_id: UUID, export_id: UUID) -> str:
    key = places.exported(organization_id, export_id)
    return objects.link(aws.media_bucket(), key, int(LINKED.total_seconds()))
