"""What becomes of an upload once it was inspected: clean or rejected, once, whatever else arrives afterwards."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import boto3
import pytest

from progressive_flow.content.inspection.streams import EICAR
from progressive_flow.kernel import clock, objects
from progressive_flow.kernel.declarations import registry
from tests.support import uploading
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.scene import one
from tests.support.uploading import arrive, inspections, media_key, path, png, record, requested, uploaded

TEXT = b"A text."


def head(clouds: Clouds, key: str) -> dict[str, Any]:
    return dict(boto3.client("s3").head_object(Bucket=clouds.media, Key=key))


def scope_of(slug: str, database: dict[str, str], admin_url: str) -> str:
    with beyond_policies(database, admin_url) as connection:
        return str(one(connection, "select id from identity.organizations where slug = %s", slug))


def test_a_clean_image_is_moved_with_its_size(
    api: Api, administrator: Caller, slug: str, clouds: Clouds, database: dict[str, str], admin_url: str
) -> None:
    shown = uploaded(api, administrator, slug, clouds, png() + b"<script>", "image/png")
    assert (shown["state"], shown["width"], shown["height"]) == ("clean", 30, 20)
    key = media_key(shown["id"], scope_of(slug, database, admin_url))
    assert clouds.keys(clouds.media) == [key]
    kept = head(clouds, key)
    assert (kept["ContentType"], kept["ServerSideEncryption"]) == ("image/png", "AES256")
    assert kept["ContentDisposition"] == "inline; filename*=UTF-8''made.txt"
    assert kept["ContentLength"] == shown["stored_bytes"]
    assert b"<script>" not in objects.get(clouds.media, key)


@pytest.mark.parametrize(("media_type", "body"), [("text/plain", TEXT), ("application/zip", None)])
def test_what_a_browser_does_not_show_is_saved(
    api: Api, administrator: Caller, slug: str, clouds: Clouds, media_type: str, body: bytes | None
) -> None:
    if body is None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("tracks.yaml", "[]")
        body = target.getvalue()
    uploaded(api, administrator, slug, clouds, body, media_type)
    (key,) = clouds.keys(clouds.media)
    assert head(clouds, key)["ContentType"] == media_type
    assert head(clouds, key)["ContentDisposition"] == "attachment; filename*=UTF-8''made.txt"
    assert objects.get(clouds.media, key) == body


@pytest.mark.parametrize(
    ("body", "media_type", "reason"),
    [
        (TEXT, "image/png", "is of no type that may be uploaded, not of type image/png"),
        (png(), "image/jpeg", "is of type image/png, not of type image/jpeg"),
        (TEXT + EICAR, "text/plain", "what virus scanners are tested with"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "image/png", "cannot be read"),
    ],
)
def test_a_rejected_file_is_deleted_and_says_why(
    api: Api, administrator: Caller, slug: str, clouds: Clouds, body: bytes, media_type: str, reason: str
) -> None:
    shown = uploaded(api, administrator, slug, clouds, body, media_type)
    assert (shown["state"], shown["url"], shown["stored_bytes"]) == ("rejected", None, None)
    assert reason in shown["reason"]
    assert clouds.keys(clouds.media) == []


def test_a_name_is_quoted_where_it_is_a_header(api: Api, administrator: Caller, slug: str, clouds: Clouds) -> None:
    uploaded(api, administrator, slug, clouds, TEXT, file_name="Übung 1; x=.txt")
    (key,) = clouds.keys(clouds.media)
    assert head(clouds, key)["ContentDisposition"] == "attachment; filename*=UTF-8''%C3%9Cbung%201%3B%20x%3D.txt"


def test_a_second_report_changes_nothing(
    api: Api, administrator: Caller, slug: str, clouds: Clouds, database: dict[str, str], admin_url: str
) -> None:
    made = requested(api, administrator, slug, TEXT)
    arrive(clouds, made, TEXT)
    (found,) = inspections(clouds)
    assert record(found) == {"clean": 1}
    before = api.get(path(slug, made["id"]), administrator).json()
    for late in (found, found | {"reason": "A late one."}, found | {"sha256": "00" * 32}):
        assert record(late) == {"ignored": 1}
    after = api.get(path(slug, made["id"]), administrator).json()
    assert {**after, "url": None} == {**before, "url": None}
    assert len(clouds.keys(clouds.media)) == 1
    with beyond_policies(database, admin_url) as connection:
        topics = one(
            connection,
            "select array_agg(topic) from platform.outbox where payload ->> 'upload_id' = %s", made["id"],
        )  # fmt: skip
    assert topics == ["upload.clean"]


def test_a_report_after_a_rejection_or_a_deletion_changes_nothing(
    api: Api, administrator: Caller, slug: str, clouds: Clouds
) -> None:
    rejected = requested(api, administrator, slug, TEXT)
    arrive(clouds, rejected, TEXT)
    (found,) = inspections(clouds)
    assert record(found | {"reason": "Refused."}) == {"rejected": 1}
    assert record(found) == {"ignored": 1}
    assert api.get(path(slug, rejected["id"]), administrator).json()["reason"] == "Refused."
    deleted = requested(api, administrator, slug, TEXT)
    arrive(clouds, deleted, TEXT)
    (found,) = inspections(clouds)
    assert api.request("DELETE", path(slug, deleted["id"]), administrator).status_code == 204
    assert record(found) == {"ignored": 1}
    problem(api.get(path(slug, deleted["id"]), administrator), 404, "not-found")
    assert clouds.keys(clouds.media) == []


@pytest.mark.parametrize("other", [b"Another text.", TEXT[:-1] + b"!"])
def test_another_file_than_was_asked_for_is_rejected(
    api: Api, administrator: Caller, slug: str, clouds: Clouds, other: bytes
) -> None:
    made = requested(api, administrator, slug, TEXT)
    arrive(clouds, made, other)
    (found,) = inspections(clouds)
    assert record(found) == {"rejected": 1}
    assert "another one than was asked for" in api.get(path(slug, made["id"]), administrator).json()["reason"]
    assert clouds.keys(clouds.media) == []


def test_a_file_that_comes_too_late_is_rejected(api: Api, administrator: Caller, slug: str, clouds: Clouds) -> None:
    made = requested(api, administrator, slug, TEXT)
    arrive(clouds, made, TEXT)
    (found,) = inspections(clouds)
    with clock.moved_to(clock.now() + timedelta(hours=1, seconds=1)):
        assert record(found) == {"rejected": 1}
    assert "too late" in api.get(path(slug, made["id"]), administrator).json()["reason"]


def test_an_image_that_grows_when_it_is_written_again_stays_within_the_quota(
    api: Api, administrator: Caller, slug: str, clouds: Clouds
) -> None:
    api.patch(f"/v1/organizations/{slug}", administrator, json={"max_bytes": len(TEXT) + 10})
    made = requested(api, administrator, slug, TEXT)
    arrive(clouds, made, TEXT)
    (found,) = inspections(clouds)
    assert record(found | {"stored_bytes": len(TEXT) + 11, "width": 1, "height": 1}) == {"rejected": 1}
    shown = api.get(path(slug, made["id"]), administrator).json()
    assert "the organization has fewer left" in shown["reason"]
    assert (shown["stored_bytes"], shown["width"]) == (None, None)
    other = requested(api, administrator, slug, TEXT + b"!")
    arrive(clouds, other, TEXT + b"!")
    (found,) = inspections(clouds)
    assert record(found | {"stored_bytes": len(TEXT) + 10}) == {"clean": 1}


def test_of_two_that_are_equal_one_is_kept(api: Api, administrator: Caller, slug: str, clouds: Clouds) -> None:
    first, second = (requested(api, administrator, slug, TEXT) for _ in range(2))
    for made in (first, second):
        arrive(clouds, made, TEXT)
    assert [record(found) for found in inspections(clouds)] == [{"clean": 1}, {"rejected": 1}]
    assert "has this file already" in api.get(path(slug, second["id"]), administrator).json()["reason"]
    assert len(clouds.keys(clouds.media)) == 1


def test_a_copy_that_fails_leaves_the_upload_as_it_was(
    api: Api, administrator: Caller, slug: str, clouds: Clouds
) -> None:
    made = requested(api, administrator, slug, TEXT)
    arrive(clouds, made, TEXT)
    (found,) = inspections(clouds)
    inspected = objects.get(clouds.media, f"inspected/{made['id']}")
    objects.delete(clouds.media, f"inspected/{made['id']}")
    with pytest.raises(Exception, match=r"NoSuchKey|Not Found|does not exist"):
        record(found)
    assert api.get(path(slug, made["id"]), administrator).json()["state"] == "requested"
    objects.put(clouds.media, f"inspected/{made['id']}", inspected)
    assert record(found) == {"clean": 1}


def test_an_event_about_anything_else_is_ignored(clouds: Clouds) -> None:
    assert uploading.inspect("media/x/y") == {"ignored": 1}
    assert uploading.inspect("quarantine/00000000-0000-7000-8000-00000000000f") == {"gone": 1}
    assert inspections(clouds) == []


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("NO_THREATS_FOUND", None),
        ("THREATS_FOUND", "malware"),
        ("UNSUPPORTED", "cannot be scanned"),
        ("FAILED", "cannot be"),
    ],
)
def test_the_providers_scan_decides_too(
    api: Api, administrator: Caller, slug: str, clouds: Clouds, status: str, reason: str | None
) -> None:
    made = requested(api, administrator, slug, TEXT)
    key = made["form"]["fields"]["key"]
    boto3.client("s3").put_object(Bucket=clouds.media, Key=key, Body=TEXT, ContentType="text/plain")
    event = {
        "source": "aws.guardduty",
        "detail-type": "GuardDuty Malware Protection Object Scan Result",
        "detail": {
            "s3ObjectDetails": {"bucketName": clouds.media, "objectKey": key},
            "scanResultDetails": {"scanResultStatus": status},
        },
    }
    registry.load("functions.operations.inspect_upload")(event, None)
    (found,) = inspections(clouds)
    assert (found["reason"] is None) is (reason is None)
    assert (reason or "") in (found["reason"] or "")
