"""Cases end: the file goes when nobody can appeal, what was said goes after 90 days, and numbers stay without who reported."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from progressive_flow.kernel import clock, objects
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.learning import beyond_policies
from tests.support.moderating import CASES, Shown, appeal, decide, report, reported
from tests.support.scene import one
from tests.support.uploading import media_key

APPEAL, KEPT = timedelta(days=14), timedelta(days=90)
MINUTE = timedelta(minutes=1)


def run_job(name: str = "purge_keys") -> dict[str, int]:
    done: dict[str, int] = registry.load(f"functions.scheduled.{name}")({}, None)
    return done


def erase(api: Api, learner: Caller) -> None:
    name = api.get("/v1/me", learner).json()["username"]
    assert api.request("DELETE", "/v1/me", learner, params={"confirm": name}).status_code == 204


@pytest.fixture
def case(api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]) -> str:
    """Return a case in which the image was taken down."""
    made = str(report(api, readers[0], image.upload, note="It rises.").json()["id"])
    assert decide(api, moderators[0], image, made).status_code == 200
    return made


def test_what_nobody_appealed_is_deleted_after_fourteen_days(
    api: Api,
    image: Shown,
    case: str,
    administrator: Caller,
    clouds: Clouds,
    fresh_database: dict[str, str],
    admin_url: str,
) -> None:
    now = clock.now()
    with clock.moved_to(now + APPEAL - MINUTE):
        assert run_job()["moderation_cases"] == 0
    with beyond_policies(fresh_database, admin_url) as connection:
        scope = one(connection, "select organization_id from content.uploads where id = %s", image.upload)
    boto3.client("s3").put_object(Bucket=clouds.media, Key=media_key(image.upload, scope), Body=b"x")
    with clock.moved_to(now + APPEAL + MINUTE):
        assert run_job()["moderation_cases"] == 1
        assert run_job()["moderation_cases"] == 0
        assert run_job("collect_uploads")["deleted"] == 1
    assert clouds.keys(clouds.media) == []
    problem(api.get(image.file(), administrator), 404, "not-found")
    found = api.get(image.case(case), administrator).json()
    assert (found["is_held"], found["decision"], found["snapshot"]["file_name"]) == (False, "delete", "made.txt")
    with beyond_policies(fresh_database, admin_url) as connection:
        logged = one(
            connection, "select array_agg(a.action order by a.id) from platform.audit_log as a where a.subject_id = %s",
            image.upload,
        )  # fmt: skip
    assert logged[-1] == "upload.deleted"


def test_what_is_appealed_is_kept(
    api: Api, image: Shown, case: str, administrator: Caller, readers: list[Caller]
) -> None:
    assert appeal(api, image.author, case).status_code == 201
    with clock.moved_to(clock.now() + KEPT + MINUTE):
        assert run_job()["moderation_cases"] == 0
    assert api.get(image.file(), administrator).json()["state"] == "held"
    assert api.get(image.case(case), administrator).json()["notes"] == ["It rises."]


def test_two_runs_at_once_delete_once(image: Shown, case: str, fresh_database: dict[str, str], admin_url: str) -> None:
    with clock.moved_to(clock.now() + APPEAL + MINUTE):
        assert sorted(done["moderation_cases"] for done in at_once([run_job] * 2)) == [0, 1]
    with beyond_policies(fresh_database, admin_url) as connection:
        deleted = "select count(*) from platform.audit_log as a where a.action = 'upload.deleted' and a.subject_id = %s"
        assert one(connection, deleted, image.upload) == 1


def test_after_ninety_days_a_case_says_only_what_was_decided(
    api: Api, image: Shown, case: str, administrator: Caller, readers: list[Caller], moderators: list[Caller]
) -> None:
    assert appeal(api, image.author, case).status_code == 201
    assert decide(api, moderators[1], image, case, "warn").status_code == 200
    now = clock.now()
    with clock.moved_to(now + KEPT - MINUTE):
        assert run_job()["moderation_cases"] == 0
    with clock.moved_to(now + KEPT + MINUTE):
        assert run_job()["moderation_cases"] == 1
        assert run_job()["moderation_cases"] == 0
    found = api.get(image.case(case), administrator).json()
    assert (found["snapshot"], found["notes"], found["appeal"]) == (None, [], None)
    assert (found["decision"], found["reports"], found["reasons"]) == ("warn", 1, {"incorrect": 1})


def test_the_erasure_of_who_reported_keeps_the_number(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    case = reported(api, image, *readers[:2])
    erase(api, readers[0])
    found = api.get(image.case(case), administrator).json()
    assert (found["reports"], found["reasons"]) == (2, {"incorrect": 1})
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select count(*) from social.moderation_reports") == 1
    reported(api, image, readers[2])
    assert api.get(image.case(case), administrator).json()["is_held"]


def test_the_erasure_of_the_author_empties_the_case_and_ends_the_time_to_appeal(
    api: Api, image: Shown, case: str, administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    assert appeal(api, image.author, case).status_code == 201
    erase(api, image.author)
    found = api.get(image.case(case), administrator).json()
    assert (found["author"], found["snapshot"], found["appeal"], found["state"]) == (None, None, None, "appealed")
    assert decide(api, administrator, image, case).status_code == 200
    problem(api.get(image.file(), administrator), 404, "not-found")
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select copy from social.moderation_cases") == {}


def test_what_an_erased_author_cannot_appeal_is_deleted_with_the_next_run(
    api: Api, image: Shown, case: str, administrator: Caller
) -> None:
    erase(api, image.author)
    assert run_job()["moderation_cases"] == 1
    problem(api.get(image.file(), administrator), 404, "not-found")


def test_the_erasure_of_a_moderator_keeps_the_decision(
    api: Api, image: Shown, case: str, moderators: list[Caller], administrator: Caller
) -> None:
    erase(api, moderators[0])
    found = api.get(image.case(case), administrator).json()
    assert (found["decision"], found["decided_by"]) == ("delete", None)


def test_exports_have_ones_own_and_nobody_elses_part(
    api: Api, image: Shown, case: str, readers: list[Caller], moderators: list[Caller], clouds: Clouds
) -> None:
    tables = {who.id: exported(api, who, clouds) for who in (image.author, readers[0], readers[1], moderators[0])}
    (own,) = tables[image.author.id]["social.moderation_cases"]
    assert (own["id"], own["reason"]) == (case, "It is wrong.")
    assert "decided_by" not in own
    (made,) = tables[readers[0].id]["social.moderation_reports"]
    assert (made["case_id"], made["note"]) == (case, "It rises.")
    assert tables[image.author.id]["social.moderation_reports"] == []
    for other in (readers[0], readers[1], moderators[0]):
        assert tables[other.id]["social.moderation_cases"] == []


def exported(api: Api, learner: Caller, clouds: Clouds) -> dict[str, Any]:
    """Return the tables of a learner's export."""
    before = set(clouds.keys(clouds.exports))
    assert api.post("/v1/me/exports", learner).status_code == 201
    (key,) = set(clouds.keys(clouds.exports)) - before
    bundle: dict[str, Any] = json.loads(objects.get(clouds.exports, key))
    tables: dict[str, Any] = bundle["tables"]
    return tables


def test_platform_administrators_decide_for_public(
    api: Api, learner: Caller, administrator: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        case = one(
            connection,
            "insert into social.moderation_cases (organization_id, kind, subject_id, copy, reports, created_at)"
            " values (identity.public_organization(), 'upload', uuidv7(), '{}', 1, %s) returning id", clock.now(),
        )  # fmt: skip
    path = f"/v1/organizations/public/moderation-cases/{case}"
    body = {"decision": "none", "reason": "It was deleted before."}
    problem(api.patch(path, learner, json=body), 403, "forbidden")
    assert PLATFORM_ADMIN in administrator.groups
    assert api.patch(path, administrator, json=body).json()["state"] == "decided"
    problem(api.get(f"{CASES}/{case}", administrator), 404, "not-found")
