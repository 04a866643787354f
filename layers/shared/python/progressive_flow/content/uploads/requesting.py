"""Requesting an upload: a module of its own, since it signs a form, which reads of uploads need not import."""

from datetime import timedelta

from progressive_flow.content.uploads import forms, repository
from progressive_flow.content.uploads.models import NewUpload, RequestedUpload
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import not_found

AWAITED = timedelta(hours=1)  # for the file to arrive and to be inspected
REPLAYS_FOR = 300  # seconds: a replayed form is valid for five minutes at least


def request_upload(db: Transaction, organization: str, new: NewUpload) -> RequestedUpload:
    """Reserve the bytes of a file and return the form with which it is sent."""
    upload_id = repository.request_upload(db, organization, new, db.at + AWAITED)
    upload = repository.find_upload(db, organization, upload_id)
    if upload is None:
        raise not_found("upload")
    return RequestedUpload(**upload.model_dump(), form=forms.signed(upload_id, new, db.at))
