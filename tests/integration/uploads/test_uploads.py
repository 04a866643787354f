"""/v1/organizations/{organization}/uploads: requested, listed, shown with a link, deleted; by who manages media alone."""

import base64
import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from progressive_flow.kernel import clock
from tests.support import authoring, made
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.made import new_upload
from tests.support.membership import create, joined
from tests.support.uploading import path, png, requested, uploaded

BODY = b"A text that was uploaded."
NOBODYS = "00000000-0000-7000-8000-00000000000f"


def policy_of(upload: dict[str, Any]) -> dict[str, Any]:
    """Return the policy of a form, as the bucket reads it."""
    document: dict[str, Any] = json.loads(base64.b64decode(upload["form"]["fields"]["policy"]))
    return document


def test_a_form_takes_one_file_for_ten_minutes(api: Api, slug: str, author: Caller, clouds: Clouds) -> None:
    answer = api.post(path(slug), author, json=new_upload(BODY))
    made = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, path(slug, made["id"]))
    assert (made["state"], made["reason"], made["stored_bytes"], made["organization"]) == (
        "requested",
        None,
        None,
        slug,
    )
    checksum = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    policy = policy_of(made)
    conditions = policy["conditions"]
    for condition in (
        {"bucket": clouds.media},
        {"key": f"quarantine/{made['id']}"},
        {"Content-Type": "text/plain"},
        {"x-amz-checksum-sha256": checksum},
        {"x-amz-checksum-algorithm": "SHA256"},
        ["content-length-range", len(BODY), len(BODY)],
    ):
        assert condition in conditions
    assert not any("starts-with" in condition for condition in conditions)
    ends, until = (datetime.fromisoformat(text) for text in (policy["expiration"], made["form"]["expires_at"]))
    assert abs(ends - until) < timedelta(minutes=1)
    assert made["form"]["fields"]["Content-Type"] == "text/plain"


def test_a_clean_file_is_linked_for_a_quarter_of_an_hour(api: Api, slug: str, author: Caller, clouds: Clouds) -> None:
    made = requested(api, author, slug, BODY)
    assert api.get(path(slug, made["id"]), author).json()["url"] is None
    found = uploaded(api, author, slug, clouds, BODY + b"!")
    assert (found["state"], found["stored_bytes"], found["width"]) == ("clean", len(BODY) + 1, None)
    url = httpx.URL(found["url"])
    assert url.params["X-Amz-Expires"] == "900"
    assert url.path.endswith(f"/{found['id']}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MEDIA_HOST", "files.example.net")
        through = httpx.URL(api.get(path(slug, found["id"]), author).json()["url"])
    assert (through.scheme, through.host, through.path) == ("https", "files.example.net", url.path)
    assert through.params.keys() == url.params.keys(), "it is signed as a link of the bucket is"
    assert found["uploaded_by"] == api.get("/v1/me", author).json()["username"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"media_type": "text/html"}, "/body/media_type"),
        ({"media_type": "image/png", "bytes": 10 * 1024 * 1024 + 1}, "/body"),
        ({"bytes": 1024 * 1024 + 1}, "/body"),
        ({"bytes": 0}, "/body/bytes"),
        ({"sha256": "AB" * 32}, "/body/sha256"),
        ({"file_name": "../passwd"}, "/body/file_name"),
        ({"file_name": 'a".png'}, "/body/file_name"),
        ({"file_name": ""}, "/body/file_name"),
        ({"purpose": "submission"}, "/body/purpose"),
        ({"key": "media/x"}, "/body/key"),
    ],
)
@pytest.mark.usefixtures("clouds")
def test_what_may_not_be_uploaded_is_refused_before_it_is(
    api: Api, slug: str, author: Caller, changes: dict[str, Any], pointer: str
) -> None:
    refused = problem(api.post(path(slug), author, json=new_upload(BODY) | changes), 422, "invalid")
    assert [row["pointer"] for row in refused["errors"]] == [pointer]


@pytest.mark.usefixtures("clouds")
def test_who_does_not_manage_media_sees_and_changes_nothing(
    api: Api, administrator: Caller, slug: str, author: Caller
) -> None:
    made = requested(api, author, slug, BODY)
    stranger = joined(api, administrator, create(api, administrator), "author")
    for role in ("learner", "reviewer", "instructor"):
        member = joined(api, administrator, slug, role)
        problem(api.get(path(slug), member), 403, "forbidden")
    for caller in (stranger, joined(api, administrator, slug)):
        problem(api.get(path(slug), caller), 403, "forbidden")
        problem(api.get(path(slug, made["id"]), caller), 403, "forbidden")
        problem(api.request("DELETE", path(slug, made["id"]), caller), 403, "forbidden")
        problem(api.post(path(slug), caller, json=new_upload(b"other")), 403, "forbidden")
    assert api.get(path(slug), joined(api, administrator, slug, "org_admin")).json()["items"][0]["id"] == made["id"]


@pytest.mark.usefixtures("clouds")
def test_another_organizations_upload_is_not_found_in_ones_own(
    api: Api, administrator: Caller, slug: str, author: Caller
) -> None:
    other = create(api, administrator)
    theirs = requested(api, administrator, other, BODY)
    problem(api.get(path(slug, theirs["id"]), author), 404, "not-found")
    problem(api.request("DELETE", path(slug, theirs["id"]), author), 404, "not-found")
    problem(api.get(path(slug, NOBODYS), author), 404, "not-found")
    assert api.get(path(slug), author).json()["items"] == []
    assert api.get(path(other, theirs["id"]), administrator).json()["state"] == "requested"


def test_a_file_that_is_there_already_is_named(
    api: Api, administrator: Caller, slug: str, author: Caller, clouds: Clouds
) -> None:
    first = uploaded(api, author, slug, clouds, BODY)
    refused = problem(api.post(path(slug), author, json=new_upload(BODY)), 409, "upload-exists")
    assert refused["upload_id"] == first["id"]
    assert requested(api, author, slug, BODY, purpose="import")["state"] == "requested"
    other = create(api, administrator)
    assert requested(api, administrator, other, BODY)["state"] == "requested"


def test_bytes_are_reserved_when_they_are_requested(
    api: Api, administrator: Caller, slug: str, author: Caller, clouds: Clouds
) -> None:
    api.patch(f"/v1/organizations/{slug}", administrator, json={"max_bytes": 20})
    requested(api, author, slug, b"x" * 12)
    refused = problem(api.post(path(slug), author, json=new_upload(b"y" * 9)), 409, "bytes-full")
    assert "has 8 of its 20 bytes left" in refused["detail"]
    kept = uploaded(api, author, slug, clouds, b"y" * 8)
    problem(api.post(path(slug), author, json=new_upload(b"z")), 409, "bytes-full")
    with clock.moved_to(clock.now() + timedelta(hours=1, minutes=1)):  # the first one never came
        requested(api, author, slug, b"z" * 12)
        assert api.request("DELETE", path(slug, kept["id"]), author).status_code == 204
        requested(api, author, slug, b"y" * 8)
    for body in ({"max_bytes": 0}, {"max_bytes": 2**40 + 1}):
        problem(api.patch(f"/v1/organizations/{slug}", administrator, json=body), 422, "invalid")
    manager = joined(api, administrator, slug, "org_admin")
    problem(api.patch(f"/v1/organizations/{slug}", manager, json={"max_bytes": 10**9}), 403, "forbidden")


def test_uploads_are_listed_narrowed_and_paged(api: Api, slug: str, author: Caller, clouds: Clouds) -> None:
    ids = [requested(api, author, slug, f"{number}".encode())["id"] for number in range(3)]
    clean = uploaded(api, author, slug, clouds, BODY)["id"]
    archive = requested(api, author, slug, b"PK", "application/zip", purpose="import")["id"]
    assert [row["id"] for row in api.get(path(slug), author).json()["items"]] == [archive, clean, *reversed(ids)]
    for query, expected in (
        ({"state": "clean"}, [clean]),
        ({"state": "rejected"}, []),
        ({"purpose": "import"}, [archive]),
        ({"state": "requested", "purpose": "content"}, [*reversed(ids)]),
    ):
        assert [row["id"] for row in api.get(path(slug), author, params=query).json()["items"]] == expected
    seen, cursor = [], None
    for _ in range(3):
        page = api.get(path(slug), author, params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [row["id"] for row in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == ([archive, clean, *reversed(ids)], None)
    problem(api.get(path(slug), author, params={"state": "deleted"}), 422, "invalid")


def test_a_deleted_upload_is_gone_for_people_and_in_the_audit_log(
    api: Api, slug: str, author: Caller, clouds: Clouds, database: dict[str, str], admin_url: str
) -> None:
    kept = uploaded(api, author, slug, clouds, BODY)
    assert api.request("DELETE", path(slug, kept["id"]), author).status_code == 204
    problem(api.request("DELETE", path(slug, kept["id"]), author), 404, "not-found")
    problem(api.get(path(slug, kept["id"]), author), 404, "not-found")
    assert api.get(path(slug), author).json()["items"] == []
    with beyond_policies(database, admin_url) as connection:
        found = connection.execute(
            "select (select u.state from content.uploads as u where u.id = %s),"
            " (select array_agg(a.action order by a.created_at, a.id) from platform.audit_log as a where a.subject_id = %s)",
            [kept["id"], kept["id"]],
        ).fetchone()
    assert found == ("deleted", ["upload.requested", "upload.clean", "upload.deleted"])


def test_what_a_draft_shows_is_not_deleted(api: Api, slug: str, author: Caller, clouds: Clouds) -> None:
    kept = uploaded(api, author, slug, clouds, png(), "image/png")
    showing = made.page(body=f"![A red area](upload:{kept['id']})")
    assert authoring.save(api, author, slug, showing).status_code == 200
    refused = problem(api.request("DELETE", path(slug, kept["id"]), author), 409, "upload-used")
    assert refused["detail"] == "A draft, or what is scheduled, shows this upload: take it out first."
    assert api.get(path(slug, kept["id"]), author).json()["state"] == "clean"
    without = authoring.save(api, author, slug, made.page(body="No image."), headers={"if-match": "*"})
    assert without.status_code == 200
    assert api.request("DELETE", path(slug, kept["id"]), author).status_code == 204


@pytest.mark.usefixtures("clouds")
def test_sixty_an_hour_are_taken(api: Api, slug: str, author: Caller) -> None:
    answer = api.post(path(slug), author, json=new_upload(b"first"))
    assert answer.headers["ratelimit-policy"] == '"uploads";q=60;w=3600'
