"""Inspects a file that arrived in quarantine, leaves what may be kept of it beside, and reports it on the bus.

Whoever reads the report compares size and SHA-256 with what was asked for. The report says nothing of who asked: that is
in the database, which this function cannot reach.
"""

from typing import Any
from uuid import UUID, uuid4

from progressive_flow.content.events import UploadInspected
from progressive_flow.content.inspection import archives, images, signatures, streams, vectors
from progressive_flow.content.inspection.findings import Kept, RejectedError
from progressive_flow.content.inspection.streams import Read
from progressive_flow.content.uploads import places
from progressive_flow.content.uploads.media_types import RULES
from progressive_flow.kernel import aws, clock, objects
from progressive_flow.kernel.events import bus

SCANNED = "GuardDuty Malware Protection Object Scan Result"
NO_THREATS = "NO_THREATS_FOUND"
_TEXTS = {"text/plain", "text/vtt"}


def inspect(event: dict[str, Any]) -> dict[str, Any]:
    """Inspect the object that an event names: of the bucket, or of the provider's scan for malware."""
    key = _key(event)
    if not key.startswith(places.QUARANTINE):
        return {"ignored": 1}
    upload_id = UUID(key.removeprefix(places.QUARANTINE))
    try:
        kind, pieces = objects.open_object(aws.media_bucket(), key)
    except objects.NoObjectError:  # the event came again, after its upload was finished
        return {"gone": 1}
    read = streams.read(pieces)
    kept, reason = _verdict(read, kind, event)
    if kept:
        _leave(upload_id, key, kept)
    _report(upload_id, read, kept, reason)
    return {"rejected" if reason else "clean": 1}


def _key(event: dict[str, Any]) -> str:
    detail = event["detail"]
    key: str = (
        detail["s3ObjectDetails"]["objectKey"] if event.get("detail-type") == SCANNED else detail["object"]["key"]
    )
    return key


def _verdict(read: Read, kind: str, event: dict[str, Any]) -> tuple[Kept | None, str | None]:
    """Return what is kept of a file, or why nothing is."""
    try:
        if event.get("detail-type") == SCANNED:
            _check_scan(event["detail"]["scanResultDetails"]["scanResultStatus"])
        return inspected(read, kind), None
    except RejectedError as error:
        return None, str(error)


def inspected(read: Read, kind: str) -> Kept:
    """Return what is kept of a file of the type that was asked for; raise RejectedError if it must not be kept."""
    if read.infected:
        raise RejectedError(streams.INFECTED)
    found = signatures.detect(read.head, kind)
    if found is None or found != kind:
        what = f"is of type {found}" if found else "is of no type that may be uploaded"
        raise RejectedError(f"The file {what}, not of type {kind} as it was asked for.")
    rule = RULES[found]
    if read.size > rule.max_bytes:
        raise RejectedError(f"A file of type {kind} may have {rule.max_bytes:,} bytes at most.")
    return _opened(read.body, kind) if read.body is not None else Kept()


def _opened(body: bytes, kind: str) -> Kept:
    if kind in images.FORMATS:
        return images.rewritten(body, kind)
    if kind == "image/svg+xml":
        return vectors.sanitized(body)
    if kind == "application/zip":
        return archives.checked(body)
    if kind in _TEXTS:
        _check_text(body)
    return Kept()


def _check_text(body: bytes) -> None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise RejectedError("The text is not in UTF-8: save it again in UTF-8.") from None
    if "\0" in text:
        raise RejectedError("The file is no text: it holds zero bytes.")


def _check_scan(status: str) -> None:
    if status == "THREATS_FOUND":
        raise RejectedError("The scan for malware found some in the file.")
    if status != NO_THREATS:
        raise RejectedError("The file cannot be scanned for malware: send it without a password, or in another format.")


def _leave(upload_id: UUID, key: str, kept: Kept) -> None:
    bucket, target = aws.media_bucket(), places.inspected(upload_id)
    if kept.body is None:
        objects.copy(bucket, key, target, kind="application/octet-stream", disposition="attachment")
    else:
        objects.put(bucket, target, kept.body, "application/octet-stream")


def _report(upload_id: UUID, read: Read, kept: Kept | None, reason: str | None) -> None:
    found = UploadInspected(
        upload_id=upload_id,
        reason=reason,
        bytes=read.size,
        sha256=read.sha256,
        stored_bytes=(read.size if kept.body is None else len(kept.body)) if kept else None,
        width=kept.width if kept else None,
        height=kept.height if kept else None,
    )
    bus.publish_one(bus.Event(uuid4(), found.topic, None, None, found.model_dump(mode="json"), clock.now()))
