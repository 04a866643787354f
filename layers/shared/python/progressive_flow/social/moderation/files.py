"""The file that a case is about: a module of its own, since it signs a link, which decisions need not import."""

from uuid import UUID

from progressive_flow.content.uploads import delivery
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.social.moderation import repository
from progressive_flow.social.moderation.models import CaseFile


def show_file(db: Transaction, organization: str, case_id: UUID) -> CaseFile:
    """Return the file that a case is about, with a link; 404 once it was deleted, 403 to whom the case concerns."""
    upload = repository.find_upload(db, organization, case_id)
    if upload is None:
        raise not_found("file")
    return CaseFile(
        id=upload.id,
        file_name=upload.file_name,
        media_type=upload.media_type,
        url=delivery.link(upload.organization_id, upload.id),
    )
