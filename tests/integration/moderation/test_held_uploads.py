"""What is held or was taken down: not delivered, not published again, and not uploaded a second time while it is held."""

import pytest

from tests.support import made, uploading
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.made import new_upload
from tests.support.membership import joined
from tests.support.moderating import Shown, appeal, decide, reported
from tests.support.publishing import Staff, check, go_live, publish, save, staff

BODY = uploading.png((40, 30))


@pytest.fixture
def people(api: Api, administrator: Caller, fresh_database: dict[str, str]) -> Staff:
    """Return an organization and who works in it."""
    return staff(api, administrator)


@pytest.fixture
def image(api: Api, people: Staff, clouds: Clouds) -> Shown:
    """Return an image with its object, which a published page shows."""
    go_live(api, people, clouds, made.track())
    upload = uploading.uploaded(api, people.author, people.organization, clouds, BODY, "image/png")["id"]
    go_live(api, people, clouds, made.page(body=f"![A red area](upload:{upload})"))
    return Shown(people.organization, upload, f"{people.organization}:made-page", people.author)


def test_a_held_file_keeps_its_place_and_its_bytes(
    api: Api,
    people: Staff,
    image: Shown,
    administrator: Caller,
    clouds: Clouds,
    fresh_database: dict[str, str],
    admin_url: str,
) -> None:
    late = uploading.requested(api, people.author, people.organization, BODY + b"x", "image/png")
    reported(api, image, people.reviewer)
    again = api.post(uploading.path(people.organization), people.author, json=new_upload(BODY, "image/png"))
    assert problem(again, 409, "upload-exists")["upload_id"] == image.upload
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "update content.uploads as u set sha256 = h.sha256, bytes = h.bytes from content.uploads as h"
            " where u.id = %s and h.id = %s",
            [late["id"], image.upload],
        )
    uploading.arrive(clouds, late, BODY)
    (found,) = uploading.inspections(clouds)
    assert uploading.record(found) == {"rejected": 1}
    stored = api.get(image.file(), people.author).json()["stored_bytes"]
    changed = api.patch(f"/v1/organizations/{people.organization}", administrator, json={"max_bytes": stored})
    assert changed.status_code == 200
    full = api.post(uploading.path(people.organization), people.author, json=new_upload(b"x"))
    problem(full, 409, "bytes-full")


def test_what_is_held_is_not_published_again_until_it_is_let_go(
    api: Api, people: Staff, image: Shown, clouds: Clouds, administrator: Caller
) -> None:
    case = reported(api, image, people.reviewer)
    path = people.path("page", "made-page")
    save(api, people, made.page(body=f"# Better\n\n![A red area](upload:{image.upload})"))
    rows = [row["message"] for row in check(api, people, clouds, path)["report"]["problems"]]
    assert rows == [f"The image upload:{image.upload} is no clean image among the organization's uploads."]
    assert decide(api, people.administrator, image, case, "none").status_code == 200
    assert check(api, people, clouds, path)["state"] == "passed"
    member = joined(api, administrator, people.organization)
    (shown,) = api.get(f"/v1/pages/{image.page}", member).json()["images"]
    assert shown["id"] == image.upload


def test_what_was_taken_down_is_published_no_more_and_old_versions_go_on_without_it(
    api: Api, people: Staff, image: Shown, clouds: Clouds, administrator: Caller
) -> None:
    case = reported(api, image, joined(api, administrator, people.organization))
    go_live(api, people, clouds, made.page(body="No image any more."))
    assert decide(api, people.administrator, image, case).status_code == 200
    assert appeal(api, image.author, case).status_code == 201
    assert decide(api, people.reviewer, image, case).status_code == 200
    problem(api.get(image.file(), people.author), 404, "not-found")
    path = people.path("page", "made-page")
    assert publish(api, people, path, restored_from=1).status_code == 201
    page = api.get(f"/v1/pages/{image.page}", people.author).json()
    assert (page["version"], page["images"]) == (3, [])
    assert page["body"].endswith(f"(upload:{image.upload})")
    save(api, people, made.page(body=f"# Better\n\n![A red area](upload:{image.upload})"))
    assert check(api, people, clouds, path)["state"] == "failed"
    assert api.get(f"{path}/versions/1", people.author).json()["document"]["body"].endswith(f"(upload:{image.upload})")
