"""/v1/organizations/{organization}/imports: a zip is planned, shown, and applied as it was planned, whole or not at all."""

from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.tasks import runner
from tests.support import authoring, uploading
from tests.support.api import Api, Caller, problem
from tests.support.bundles import applied, done, exported, path, planned, stored, unzipped, written, zipped
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.made import page, track
from tests.support.membership import create, joined, remove
from tests.support.publishing import Staff, challenge, go_live
from tests.support.scene import one
from tests.support.task_kinds import dispatches, minutes_later

NOBODYS = "00000000-0000-7000-8000-00000000000f"


def draft(api: Api, people: Staff, kind: str, slug: str) -> dict[str, Any]:
    """Return the draft of an item."""
    found: dict[str, Any] = api.get(people.path(kind, slug), people.author).json()
    return found


def problems_of(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the problems of a plan."""
    return [(row["file"], row["place"], row["message"]) for row in found["plan"]["problems"]]


def counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    """Return how many drafts a plan adds, changes, leaves, and would take from somebody."""
    plan = found["plan"]
    return plan["added"], plan["changed"], plan["unchanged"], plan["conflicts"]


def test_a_zip_is_planned_and_applied(
    api: Api, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    body = written(track(), challenge(), page())
    found = planned(api, people.author, people.organization, clouds, body)
    assert (found["state"], counts(found), found["plan"]["problems"]) == ("planned", (3, 0, 0, 0), [])
    assert [(row["kind"], row["slug"], row["what"]) for row in found["plan"]["changes"]] == [
        ("challenge", "static-website", "added"),
        ("page", "made-page", "added"),
        ("track", "made-track", "added"),
    ]
    problem(api.get(people.path(), people.author), 404, "not-found")
    after = applied(api, people.author, people.organization, clouds, found["id"])
    assert (after["state"], after["problem"]) == ("applied", None)
    shown = draft(api, people, "track", "made-track")
    assert (shown["document"], shown["revision"], shown["state"]) == (track(), 1, "draft")
    assert shown["owner"] == shown["saved_by"] == api.get("/v1/me", people.author).json()["username"]
    assert draft(api, people, "challenge", "static-website")["document"] == stored(challenge())
    again = planned(api, people.author, people.organization, clouds, body)
    assert counts(again) == (0, 0, 3, 0)
    rows = api.get(path(people.organization), people.author).json()["items"]
    assert [(row["id"], row["state"]) for row in rows] == [(again["id"], "planned"), (found["id"], "applied")]
    with beyond_policies(fresh_database, admin_url) as connection:
        events = "select count(*) from platform.outbox where topic = 'import.applied' and payload ->> 'saved' = '3'"
        assert one(connection, events) == 1
        assert one(connection, "select count(*) from platform.audit_log where action = 'import.applied'") == 1


def test_what_was_edited_elsewhere_is_a_conflict(api: Api, people: Staff, clouds: Clouds) -> None:
    mine = track() | {"title": "Imported"}
    authoring.save(api, people.author, people.organization, track())
    found = planned(api, people.author, people.organization, clouds, written(mine))
    assert (counts(found), found["plan"]["changes"][0]["fields"]) == ((0, 1, 0, 1), ["title"])
    refused = api.post(path(people.organization, found["id"], "application"), people.author, json={})
    assert "Drafts were edited elsewhere since, 1 of them" in problem(refused, 409, "import-conflicts")["detail"]
    after = applied(api, people.author, people.organization, clouds, found["id"], overwrite=True)
    assert (after["state"], after["is_overwriting"]) == ("applied", True)
    assert draft(api, people, "track", "made-track")["document"]["title"] == "Imported"
    later = planned(api, people.author, people.organization, clouds, written(mine | {"title": "Again"}))
    assert counts(later) == (0, 1, 0, 0), "an import left it as it is"


def test_an_export_says_what_it_was_made_of(api: Api, people: Staff, clouds: Clouds) -> None:
    authoring.save(api, people.author, people.organization, track())
    _, body = exported(api, people.author, people.organization, clouds)
    files = unzipped(body)
    changed = zipped({**files, "tracks.yaml": files["tracks.yaml"].replace("Made", "Changed")})
    assert counts(planned(api, people.author, people.organization, clouds, changed)) == (0, 1, 0, 0)
    saved = track() | {"title": "Meanwhile"}
    authoring.save(api, people.author, people.organization, saved, headers={"if-match": "*"})
    assert counts(planned(api, people.author, people.organization, clouds, changed)) == (0, 1, 0, 1)


def test_an_edited_draft_makes_a_plan_outdated(api: Api, people: Staff, clouds: Clouds) -> None:
    found = planned(api, people.author, people.organization, clouds, written(track(), page()))
    authoring.save(api, people.author, people.organization, track() | {"title": "Meanwhile"})
    after = applied(api, people.author, people.organization, clouds, found["id"], overwrite=True)
    assert (after["state"], after["problem"]["kind"]) == ("failed", "outdated")
    assert draft(api, people, "track", "made-track")["document"]["title"] == "Meanwhile"
    problem(api.get(people.path("page", "made-page"), people.author), 404, "not-found")
    refused = api.post(path(people.organization, found["id"], "application"), people.author, json={})
    problem(refused, 409, "import-not-planned")


def test_what_is_wrong_is_said_by_file_and_nothing_changes(api: Api, people: Staff, clouds: Clouds) -> None:
    files = unzipped(written(track(), challenge(), page())) | {
        "pages/made-page.md": "A text without fields.",
        "tracks.yaml": "tracks:\n- {slug: made-track, title: 5}\n",
        "notes/plan.txt": "Not content.",
    }
    found = planned(api, people.author, people.organization, clouds, zipped(files))
    assert (found["state"], found["problem"]["kind"]) == ("failed", "invalid")
    assert found["plan"]["ignored"] == ["notes/plan.txt"]
    places = {(file, place) for file, place, _ in problems_of(found)}
    assert {
        ("pages/made-page.md", ""),
        ("tracks.yaml", "tracks.0.title"),
        ("tracks.yaml", "tracks.0.modules"),
    } <= places
    refused = api.post(path(people.organization, found["id"], "application"), people.author, json={})
    problem(refused, 409, "import-not-planned")
    assert api.get(f"/v1/organizations/{people.organization}/items", people.author).json()["items"] == []


def test_drafts_of_others_and_archived_items_are_left_alone(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    other = joined(api, administrator, people.organization, "author")
    authoring.save(api, other, people.organization, page())
    go_live(api, people, clouds, track())
    assert api.patch(people.path(), people.administrator, json={"archived": True}).status_code == 200
    body = written(track() | {"title": "Another"}, page(body="Another."))
    found = planned(api, people.author, people.organization, clouds, body)
    assert [(place, message.partition(":")[0]) for _, place, message in problems_of(found)] == [
        ("page/made-page", "Another author owns this draft"),
        ("track/made-track", "This item is archived"),
    ]
    assert found["state"] == "failed"
    allowed = planned(api, people.administrator, people.organization, clouds, written(page(body="Another.")))
    assert (allowed["state"], allowed["plan"]["absent"]) == ("planned", [])


def test_no_more_items_than_the_organization_may_have(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    api.patch(f"/v1/organizations/{people.organization}", administrator, json={"max_items": 1})
    found = planned(api, people.author, people.organization, clouds, written(track(), page()))
    assert "may have 1 items" in problems_of(found)[0][2]


def test_one_import_of_an_organization_works_at_a_time(
    api: Api, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    upload = uploading.uploaded(
        api, people.author, people.organization, clouds, written(track()), "application/zip", purpose="import"
    )
    sent = {"upload_id": upload["id"]}
    first = api.post(path(people.organization), people.author, json=sent)
    problem(api.post(path(people.organization), people.author, json=sent), 409, "import-running")
    with beyond_policies(fresh_database, admin_url) as connection:
        lose_its_task(connection)
    with minutes_later(3):
        lost = api.get(first.headers["location"], people.author).json()
        assert (lost["state"], lost["problem"]["kind"]) == ("failed", "not-completed")
        assert api.post(path(people.organization), people.author, json=sent).status_code == 202
        clouds.heard()
        assert api.get(first.headers["location"], people.author).json()["state"] == "failed"


def lose_its_task(connection: psycopg.Connection) -> None:
    """Let the task of an import fail for good, as when its worker ended three times."""
    connection.execute(
        "update platform.tasks set state = 'failed', payload = '{}', finished_at = created_at where kind = 'import_content'"
    )


def test_a_zip_that_was_deleted_meanwhile_changes_nothing(api: Api, people: Staff, clouds: Clouds) -> None:
    found = planned(api, people.author, people.organization, clouds, written(track()))
    upload = uploading.path(people.organization, found["upload_id"])
    assert api.request("DELETE", upload, people.author).status_code == 204
    after = applied(api, people.author, people.organization, clouds, found["id"])
    assert (after["state"], after["problem"]["kind"]) == ("failed", "upload-gone")


def test_who_was_removed_meanwhile_changes_nothing(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    found = planned(api, people.author, people.organization, clouds, written(track()))
    asked = api.post(path(people.organization, found["id"], "application"), people.author, json={})
    assert remove(api, people.administrator, people.organization, people.author).status_code == 204
    after = done(api, administrator, clouds, asked)
    assert (after["state"], after["problem"]["kind"]) == ("failed", "forbidden")
    problem(api.get(people.path(), administrator), 404, "not-found")


def test_problems_of_any_length_are_kept(api: Api, people: Staff, clouds: Clouds) -> None:
    body = zipped({f"{number}{'x' * 60_000}.md": b"\xff" for number in range(30)})
    found = planned(api, people.author, people.organization, clouds, body)
    assert (found["problem"]["kind"], len(found["plan"]["problems"])) == ("invalid", 30)
    assert max(len(row["file"]) for row in found["plan"]["problems"]) == 200


def test_a_second_run_of_a_task_changes_nothing(api: Api, people: Staff, clouds: Clouds) -> None:
    found = planned(api, people.author, people.organization, clouds, written(track()))
    asked = api.post(path(people.organization, found["id"], "application"), people.author, json={})
    assert asked.json()["state"] == "applying"
    (dispatch,) = dispatches(clouds)
    assert [runner.run_task(*dispatch), runner.run_task(*dispatch)] == ["done", None]
    assert draft(api, people, "track", "made-track")["revision"] == 1


@pytest.mark.parametrize(("media_type", "purpose"), [("text/plain", "import"), ("application/zip", "content")])
def test_an_import_takes_a_zip_for_imports(
    api: Api, people: Staff, clouds: Clouds, media_type: str, purpose: str
) -> None:
    body = written(track()) if media_type == "application/zip" else b"A text."
    upload = uploading.uploaded(api, people.author, people.organization, clouds, body, media_type, purpose=purpose)
    refused = api.post(path(people.organization), people.author, json={"upload_id": upload["id"]})
    problem(refused, 409, "upload-unfit")
    assert api.get(path(people.organization), people.author).json()["items"] == []


def test_who_may_not_load_content_learns_nothing(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    found = planned(api, people.author, people.organization, clouds, written(track()))
    stranger = joined(api, administrator, create(api, administrator), "author")
    for caller in (stranger, people.reviewer, joined(api, administrator, people.organization)):
        sent = {"upload_id": found["upload_id"]}
        problem(api.post(path(people.organization), caller, json=sent), 403, "forbidden")
        problem(api.get(path(people.organization), caller), 403, "forbidden")
        problem(api.get(path(people.organization, found["id"]), caller), 403, "forbidden")
        problem(api.post(path(people.organization, found["id"], "application"), caller, json={}), 403, "forbidden")
    problem(api.get(path(people.organization, NOBODYS), people.author), 404, "not-found")
    problem(api.post(path(people.organization, NOBODYS, "application"), people.author, json={}), 404, "not-found")
    problem(api.post(path(people.organization), people.author, json={"upload_id": NOBODYS}), 404, "not-found")
    problem(api.post(path("public"), administrator, json={"upload_id": NOBODYS}), 409, "managed-by-files")
    rows = api.get(path(people.organization), people.author).json()["items"]
    assert [(row["id"], row["state"]) for row in rows] == [(found["id"], "planned")]


def test_an_import_of_another_organization_is_not_found_in_ones_own(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    found = planned(api, people.author, people.organization, clouds, written(track()))
    other = create(api, administrator)
    author = joined(api, administrator, other, "author")
    problem(api.get(path(other, found["id"]), author), 404, "not-found")
    problem(api.post(path(other, found["id"], "application"), author, json={}), 404, "not-found")
    problem(api.post(path(other), author, json={"upload_id": found["upload_id"]}), 404, "not-found")
    assert api.get(path(other), author).json()["items"] == []
