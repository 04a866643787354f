"""What a bucket does with a signed form, which moto takes unread: S3 refuses whatever its policy does not name.

And what follows where an object arrives in quarantine: its inspection, as a rule on the bucket's events starts it.
"""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote
from xml.sax.saxutils import escape

from werkzeug.formparser import parse_form_data

from progressive_flow.content.uploads import delivery, places
from progressive_flow_local.aws.stores import MEDIA
from progressive_flow_local.aws.wire import Answer, Call, environ_of

INSPECTION = "functions.operations.inspect_upload"
NOT_NAMED = {"policy", "x-amz-signature", "file"}  # fields that a policy need not name


class RefusedFormError(Exception):
    """The bucket does not take a form; the message says why, as S3 does."""


def is_form(call: Call) -> bool:
    """Return whether a browser sends a file by a form."""
    return call.method == "POST" and call.headers.get("CONTENT_TYPE", "").startswith("multipart/form-data")


def written(call: Call) -> Call:
    """Return the call that writes a form's file; raise RefusedFormError for one that its policy does not allow."""
    _, form, files = parse_form_data(environ_of(call), silent=False)
    if "file" not in files:
        raise RefusedFormError("POST requires exactly one file upload per request.")
    body = files["file"].read()
    files["file"].close()
    fields = {name.lower(): value for name, value in form.items()}
    _check(fields, body, call.path.strip("/"))
    headers = {"HOST": call.headers.get("HOST", "localhost"), "CONTENT_TYPE": fields["content-type"]}
    return Call("PUT", f"/{call.path.strip('/')}/{quote(fields['key'])}", "", headers, body)


def _check(fields: dict[str, str], body: bytes, bucket: str) -> None:
    try:
        policy = json.loads(base64.b64decode(fields["policy"]))
    except (KeyError, ValueError):
        raise RefusedFormError("The form has no policy.") from None
    if datetime.fromisoformat(policy["expiration"]) <= datetime.now(UTC):
        raise RefusedFormError("Invalid according to Policy: Policy expired.")
    named = {"bucket"}
    for condition in policy["conditions"]:
        named.add(_meet(condition, {**fields, "bucket": bucket}, len(body)))
    if extra := fields.keys() - named - NOT_NAMED:
        raise RefusedFormError(f"Invalid according to Policy: Extra input fields: {', '.join(sorted(extra))}")
    given = fields.get("x-amz-checksum-sha256")
    if given and given != base64.b64encode(hashlib.sha256(body).digest()).decode():
        raise RefusedFormError("Value for x-amz-checksum-sha256 header is invalid.")


def _meet(condition: Any, fields: dict[str, str], size: int) -> str:
    """Return the field that a condition names; raise RefusedFormError where it is not met."""
    if isinstance(condition, dict):
        ((name, value),) = condition.items()
        condition = ["eq", f"${name}", value]
    match condition:
        case ["content-length-range", int(least), int(most)]:
            if not least <= size <= most:
                raise RefusedFormError("Your proposed upload is smaller or larger than the allowed size.")
            return ""
        case ["eq", str(name), value] if fields.get(name.removeprefix("$").lower()) == value:
            return name.removeprefix("$").lower()
        case _:
            raise RefusedFormError(f"Invalid according to Policy: Policy Condition failed: {json.dumps(condition)}")


def refused(error: RefusedFormError) -> Answer:
    """Return S3's refusal of a form."""
    document = f"<Error><Code>AccessDenied</Code><Message>{escape(str(error))}</Message></Error>"
    return Answer("403 Forbidden", [("content-type", "application/xml")], document.encode())


def taken(answer: Answer, origin: str | None) -> Answer:
    """Return what S3 answers to a form whose file was written; a page of this machine may read it."""
    allowed = [("access-control-allow-origin", origin)] if origin else []
    return Answer("204 No Content", [*allowed, ("etag", _header(answer, "etag"))])


def arrival(call: Call) -> dict[str, Any] | None:
    """Return the event of an object that a call put into quarantine; None if it put none there."""
    prefix = f"/{MEDIA}/"
    key = call.path.removeprefix(prefix)
    if call.method != "PUT" or not call.path.startswith(prefix) or not key.startswith(places.QUARANTINE):
        return None
    detail = {"bucket": {"name": MEDIA}, "object": {"key": key, "size": len(call.body)}}
    return {"source": "aws.s3", "detail-type": "Object Created", "detail": detail}


def delivered(call: Call, answer: Answer) -> Answer:
    """Return a file with the headers of its host, or a refusal once its link has ended."""
    if call.method not in {"GET", "HEAD"} or not call.path.startswith(f"/{MEDIA}/{places.MEDIA}"):
        return answer
    if _has_ended(parse_qs(call.query)):
        return refused(RefusedFormError("Request has expired"))
    return replace(answer, headers=[*answer.headers, *((name.lower(), value) for name, value in delivery.HEADERS)])


def _has_ended(query: dict[str, list[str]]) -> bool:
    if "X-Amz-Date" not in query:
        return False
    signed = datetime.strptime(query["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return signed + timedelta(seconds=int(query["X-Amz-Expires"][0])) < datetime.now(UTC)


def _header(answer: Answer, name: str) -> str:
    return next((value for held, value in answer.headers if held.lower() == name), "")
