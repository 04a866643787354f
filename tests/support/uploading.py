"""Files on their way: requested over the API, put where the form puts them, inspected, and recorded."""

import io
from typing import Any
from uuid import UUID

import boto3
from PIL import Image

from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.made import new_upload


def png(size: tuple[int, int] = (30, 20)) -> bytes:
    """Return a red image."""
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, "PNG")
    return target.getvalue()


def path(organization: str, upload_id: str = "") -> str:
    """Return the path of an organization's uploads, or of one."""
    return f"/v1/organizations/{organization}/uploads" + (f"/{upload_id}" if upload_id else "")


def requested(
    api: Api, by: Caller, organization: str, body: bytes, media_type: str = "text/plain", **more: Any
) -> dict[str, Any]:
    """Request the upload of these bytes; return the answer."""
    answer = api.post(path(organization), by, json=new_upload(body, media_type, **more))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def arrive(clouds: Clouds, upload: dict[str, Any], body: bytes) -> None:
    """Put a file into quarantine, as the form does, and let it be inspected."""
    fields = upload["form"]["fields"]
    boto3.client("s3").put_object(Bucket=clouds.media, Key=fields["key"], Body=body, ContentType=fields["Content-Type"])
    inspect(fields["key"])


def inspect(key: str) -> dict[str, Any]:
    """Start the inspection of an object, as the bucket's event does; return what it did."""
    event = {"source": "aws.s3", "detail-type": "Object Created", "detail": {"object": {"key": key}}}
    done: dict[str, Any] = registry.load("functions.operations.inspect_upload")(event, None)
    return done


def inspections(clouds: Clouds) -> list[dict[str, Any]]:
    """Take the payloads of what inspections reported."""
    heard = [event for event in clouds.heard() if event["detail-type"] == "upload.inspected"]
    return [event["detail"]["payload"] for event in heard]


def record(payload: dict[str, Any]) -> dict[str, Any]:
    """Hand a report to its consumer; return what it did."""
    (consumer,) = (each for each in registry.consumers() if each.declaration.name == "record_inspection")
    return consumer.run(payload)


def uploaded(
    api: Api, by: Caller, organization: str, clouds: Clouds, body: bytes, media_type: str = "text/plain", **more: Any
) -> dict[str, Any]:
    """Upload a file and have it inspected; return the upload as the API shows it then."""
    made = requested(api, by, organization, body, media_type, **more)
    arrive(clouds, made, body)
    (found,) = inspections(clouds)
    record(found)
    shown: dict[str, Any] = api.get(path(organization, made["id"]), by).json()
    return shown


def media_key(upload_id: str, scope: UUID | str) -> str:
    """Return where a clean file lies."""
    return f"media/{scope}/{upload_id}"
