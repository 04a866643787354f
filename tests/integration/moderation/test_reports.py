"""POST /v1/moderation-cases, GET /v1/moderation-cases/{case_id}: who may report what, and what three reports do."""

import uuid
from typing import Any

import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clients import Client
from tests.support.learning import beyond_policies, pointers
from tests.support.membership import create, joined, save
from tests.support.moderating import CASES, Shown, clean_image, decide, people, report, reported
from tests.support.scene import one

LOG = "select array_agg(a.action order by a.id) from platform.audit_log as a where a.subject_type = 'moderation_case'"
ACTORS = "select count(a.actor_id) from platform.audit_log as a where a.subject_type = 'moderation_case'"


def images(api: Api, by: Caller, image: Shown) -> list[Any]:
    """Return the images of the page as somebody reads it, which is shown in any case."""
    shown = api.get(f"/v1/pages/{image.page}", by)
    assert shown.status_code == 200
    assert f"upload:{image.upload}" in shown.json()["body"]
    return list(shown.json()["images"])


def test_a_report_opens_a_case_that_its_reporter_reads(
    api: Api, image: Shown, readers: list[Caller], fresh_database: dict[str, str], admin_url: str
) -> None:
    made = report(api, readers[0], image.upload, note="  It rises where it should fall. ")
    case = made.json()
    assert (made.status_code, made.headers["location"]) == (201, f"{CASES}/{case['id']}")
    assert case["subject"] == {"kind": "upload", "id": image.upload}
    assert (case["state"], case["is_author"], case["decision"]) == ("open", False, None)
    assert (case["report"]["reason"], case["report"]["note"]) == ("incorrect", "It rises where it should fall.")
    assert api.get(f"{CASES}/{case['id']}", readers[0]).json() == case
    problem(api.get(f"{CASES}/{case['id']}", readers[1]), 404, "not-found")
    assert len(images(api, readers[1], image)) == 1
    with beyond_policies(fresh_database, admin_url) as connection:
        copy = one(connection, "select copy from social.moderation_cases where id = %s", case["id"])
        assert one(connection, LOG) == ["case.opened"]
        assert one(connection, ACTORS) == 0
    assert copy == {
        "file_name": "made.txt", "media_type": "image/png", "bytes": 16,
        "shown_in": [{"kind": "page", "slug": image.page, "title": "Page"}],
    }  # fmt: skip


def test_the_third_reporter_stops_the_delivery_and_the_page_goes_on(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    reported(api, image, *readers[:2])
    assert len(images(api, readers[0], image)) == 1
    reported(api, image, readers[2])
    assert images(api, readers[0], image) == []
    shown = api.get(image.file(), administrator).json()
    assert (shown["state"], shown["url"]) == ("held", None)
    problem(api.request("DELETE", image.file(), administrator), 409, "upload-held")
    (late,) = people(api, administrator, image, "learner")
    reported(api, image, late)
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, LOG) == ["case.opened", "case.held"]
        assert one(connection, "select reports from social.moderation_cases") == 4


def test_one_moderator_stops_the_delivery_at_once(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]
) -> None:
    reported(api, image, moderators[0])
    assert images(api, readers[0], image) == []


def test_who_reports_again_changes_nothing(
    api: Api, image: Shown, readers: list[Caller], fresh_database: dict[str, str], admin_url: str
) -> None:
    first = report(api, readers[0], image.upload).json()
    for _ in range(3):
        assert report(api, readers[0], image.upload, reason="spam", note="Another.").json() == first
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select reports from social.moderation_cases") == 1
        assert one(connection, "select count(*) from social.moderation_reports") == 1
    assert len(images(api, readers[0], image)) == 1


def test_who_reports_again_after_the_decision_opens_no_other_case(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], administrator: Caller
) -> None:
    case = reported(api, image, readers[0])
    assert decide(api, moderators[0], image, case, "none").status_code == 200
    again = report(api, readers[0], image.upload).json()
    assert (again["id"], again["state"], again["decision"], again["reason"]) == (case, "decided", "none", None)
    assert reported(api, image, readers[1]) != case


def test_what_one_does_not_see_is_not_there(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    """Another organization's, what nothing shows, what an archived page showed, what was held by a decision."""
    stranger = joined(api, administrator, create(api, administrator), "org_admin")
    suspended = readers[2]
    assert save(api, administrator, image.organization, suspended, status="suspended").status_code == 200
    for caller in (stranger, suspended, new_caller()):
        problem(report(api, caller, image.upload), 404, "not-found")
    problem(report(api, readers[0], clean_image(Client(administrator.id), image.organization)), 404, "not-found")
    problem(report(api, readers[0], str(uuid.uuid4())), 404, "not-found")
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("update curriculum.pages set is_active = false where ref = %s", [image.page])
    problem(report(api, readers[0], image.upload), 404, "not-found")
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select count(*) from social.moderation_cases") == 0


def test_what_a_moderator_took_down_cannot_be_reported(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]
) -> None:
    case = reported(api, image, readers[0])
    assert decide(api, moderators[0], image, case, "delete").status_code == 200
    problem(report(api, readers[1], image.upload), 404, "not-found")
    assert report(api, readers[0], image.upload).json()["id"] == case


def test_nobody_reports_their_own_work(api: Api, image: Shown, administrator: Caller) -> None:
    assert save(api, administrator, image.organization, image.author, "author").status_code == 200
    problem(report(api, image.author, image.upload), 409, "own-work")


def test_the_twenty_first_report_of_a_day_waits(api: Api, image: Shown, readers: list[Caller]) -> None:
    for _ in range(20):
        assert report(api, readers[0], image.upload).status_code == 201
    problem(report(api, readers[0], image.upload), 429, "rate-limited")
    assert report(api, readers[1], image.upload).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"reason": "ugly"}, "/body/reason"),
        ({"note": " "}, "/body/note"),
        ({"note": "x" * 501}, "/body/note"),
        ({"subject": {"kind": "post", "id": str(uuid.UUID(int=1))}}, "/body/subject/kind"),
        ({"subject": {"kind": "upload", "id": "1"}}, "/body/subject/id"),
        ({"state": "decided"}, "/body/state"),
    ],
)
def test_what_is_no_report_is_refused(api: Api, learner: Caller, body: dict[str, Any], pointer: str) -> None:
    refused = report(api, learner, str(uuid.UUID(int=1)), **body)
    problem(refused, 422, "invalid")
    assert pointers(refused) == [pointer]
