"""The form with which a browser sends a file to the bucket: it takes one key, one type, one size and one checksum."""

import base64
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from progressive_flow.content.uploads import places
from progressive_flow.content.uploads.models import Form, NewUpload
from progressive_flow.kernel import aws

VALID = timedelta(minutes=10)


def signed(upload_id: UUID, new: NewUpload, at: datetime) -> Form:
    """Return the form of an upload. It is signed here, without a call to AWS."""
    checksum = base64.b64encode(bytes.fromhex(new.sha256)).decode()
    fields = {
        "Content-Type": new.media_type,
        "x-amz-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": checksum,
    }
    conditions: list[Any] = [{name: value} for name, value in fields.items()]
    posted = aws.objects().generate_presigned_post(
        Bucket=aws.media_bucket(),
        Key=places.quarantined(upload_id),
        Fields=dict(fields),
        Conditions=[*conditions, ["content-length-range", new.bytes, new.bytes]],
        ExpiresIn=int(VALID.total_seconds()),
    )
    return Form(url=posted["url"], fields=posted["fields"], expires_at=at + VALID)
