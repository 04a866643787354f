"""…/moderation-cases: listed, shown and decided by moderators whom a case does not concern."""

from typing import Any

import httpx
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies, pointers
from tests.support.membership import create, joined, save
from tests.support.moderating import Shown, decide, people, report, reported, shown
from tests.support.scene import one

LOG = """
select array_agg(a.action || ' ' || coalesce(a.actor_id::text, '-') order by a.id)
from platform.audit_log as a where a.subject_type = 'moderation_case'
"""


def case_of(api: Api, by: Caller, image: Shown, case_id: str) -> dict[str, Any]:
    found: dict[str, Any] = api.get(image.case(case_id), by).json()
    return found


def notifications(api: Api, learner: Caller) -> list[dict[str, Any]]:
    rows = api.get("/v1/me/notifications", learner).json()["items"]
    return [row for row in rows if row["type"] == "case_decided"]


def test_a_moderator_reads_what_was_reported_and_not_by_whom(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]
) -> None:
    said = zip(readers, ("spam", "incorrect", "incorrect"), ("b", None, "a"), strict=True)
    made = [report(api, reader, image.upload, reason=reason, note=note) for reader, reason, note in said]
    case = made[-1].json()["id"]
    answer = api.get(image.case(case), moderators[0])
    found = answer.json()
    assert (found["reports"], found["reasons"], found["notes"]) == (3, {"spam": 1, "incorrect": 2}, ["a", "b"])
    assert (found["state"], found["is_held"], found["snapshot"]["file_name"]) == ("open", True, "made.txt")
    assert found["author"] == api.get("/v1/me", image.author).json()["username"]
    (row,) = api.get(image.case(), moderators[0]).json()["items"]
    assert row == {name: value for name, value in found.items() if name in row}
    assert "notes" not in row
    log = api.get(
        f"/v1/organizations/{image.organization}/audit-log", people_of(api, image), params={"subject_id": case}
    )
    for text in (answer.text, api.get(image.case(), moderators[0]).text, log.text):
        names = [api.get("/v1/me", reader).json()["username"] for reader in readers]
        assert not any(str(reader.id) in text for reader in readers)
        assert not any(name in text for name in names)
    assert [entry["action"] for entry in log.json()["items"]] == ["case.held", "case.opened"]


def people_of(api: Api, image: Shown) -> Caller:
    """Return an administrator of the organization."""
    (found,) = people(api, new_caller("platform_admin"), image, "org_admin")
    return found


def test_nothing_was_wrong_and_the_file_is_delivered_again(
    api: Api,
    image: Shown,
    readers: list[Caller],
    moderators: list[Caller],
    fresh_database: dict[str, str],
    admin_url: str,
) -> None:
    case = reported(api, image, *readers)
    assert api.get(f"/v1/pages/{image.page}", readers[0]).json()["images"] == []
    decided = decide(api, moderators[0], image, case, "none").json()
    assert (decided["state"], decided["decision"], decided["is_held"]) == ("decided", "none", False)
    assert (decided["reason"], decided["decided_by"]) == (
        "It is wrong.", api.get("/v1/me", moderators[0]).json()["username"],
    )  # fmt: skip
    assert len(api.get(f"/v1/pages/{image.page}", readers[0]).json()["images"]) == 1
    (sent,) = notifications(api, image.author)
    assert (sent["title"], sent["action_url"]) == ("made.txt stays as it is", f"/moderation-cases/{case}")
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, LOG) == ["case.opened -", "case.held -", f"case.decided {moderators[0].id}"]


def test_what_is_taken_down_is_delivered_to_moderators_alone(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], administrator: Caller, clouds: Clouds
) -> None:
    case = reported(api, image, readers[0])
    assert image.upload in api.get(f"{image.case(case)}/file", moderators[0]).json()["url"]
    decided = decide(api, moderators[0], image, case).json()
    assert (decided["decision"], decided["is_held"]) == ("delete", True)
    page = api.get(f"/v1/pages/{image.page}", readers[0])
    assert (page.status_code, page.json()["images"]) == (200, [])
    held = api.get(image.file(), administrator).json()
    assert (held["state"], held["url"]) == ("held", None)
    found = api.get(f"{image.case(case)}/file", moderators[1]).json()
    assert (found["id"], found["media_type"]) == (image.upload, "image/png")
    assert image.upload in found["url"]
    (sent,) = notifications(api, image.author)
    assert sent["title"] == "made.txt is shown no longer"


def test_a_warning_leaves_the_file(api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]) -> None:
    case = reported(api, image, *readers)
    assert decide(api, moderators[0], image, case, "warn").json()["decision"] == "warn"
    assert len(api.get(f"/v1/pages/{image.page}", readers[0]).json()["images"]) == 1
    assert [row["title"] for row in notifications(api, image.author)] == ["A warning about made.txt"]


def test_nobody_decides_what_they_reported_or_made(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], administrator: Caller
) -> None:
    case = reported(api, image, readers[0], moderators[0])
    assert save(api, administrator, image.organization, image.author, "author", "reviewer").status_code == 200
    for caller, kind in ((moderators[0], "own-report"), (image.author, "own-work")):
        problem(decide(api, caller, image, case, "none"), 403, kind)
        problem(decide(api, caller, image, case, "none", headers={"if-match": "*"}), 403, kind)
        problem(api.get(image.case(case), caller), 403, kind)
        problem(api.get(f"{image.case(case)}/file", caller), 403, kind)
        assert api.get(image.case(), caller).json()["items"] == []
    assert case_of(api, moderators[1], image, case)["state"] == "open"


def test_a_decision_is_made_once(api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]) -> None:
    case = reported(api, image, readers[0])
    tag = api.get(image.case(case), moderators[0]).headers["etag"]
    first = decide(api, moderators[0], image, case, "none", headers={"if-match": tag})
    assert (first.status_code, first.headers["etag"] != tag) == (200, True)
    problem(decide(api, moderators[1], image, case, headers={"if-match": tag}), 412, "precondition-failed")
    problem(decide(api, moderators[1], image, case), 409, "case-decided")
    assert case_of(api, moderators[1], image, case)["decision"] == "none"
    assert len(notifications(api, image.author)) == 1


def test_a_report_that_came_meanwhile_changes_the_tag(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]
) -> None:
    case = reported(api, image, readers[0])
    tag = api.get(image.case(case), moderators[0]).headers["etag"]
    reported(api, image, readers[1])
    problem(decide(api, moderators[0], image, case, headers={"if-match": tag}), 412, "precondition-failed")


def test_members_without_the_permission_and_others_decide_nothing(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller
) -> None:
    case = reported(api, image, readers[0])
    stranger = joined(api, administrator, create(api, administrator), "org_admin", "reviewer")
    others = people(api, administrator, image, "learner", "author", "instructor")
    for caller in (*others, stranger):
        for answer in (
            api.get(image.case(), caller), api.get(image.case(case), caller), api.get(f"{image.case(case)}/file", caller),
            decide(api, caller, image, case),
        ):  # fmt: skip
            assert problem(answer, 403, "forbidden")["permission"] == "moderation.decide"
    assert case_of(api, administrator, image, case)["state"] == "open"


def test_another_organizations_case_is_not_found_in_ones_own(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller
) -> None:
    case = reported(api, image, readers[0])
    other = shown()
    theirs = joined(api, administrator, other.organization, "reviewer")
    tag = api.get(image.case(case), administrator).headers["etag"]
    for headers in ({}, {"if-match": tag}, {"if-match": "*"}):
        problem(decide(api, theirs, other, case, headers=headers), 404, "not-found")
    problem(api.get(other.case(case), theirs), 404, "not-found")
    problem(api.get(f"{other.case(case)}/file", theirs), 404, "not-found")
    assert api.get(other.case(), theirs).json()["items"] == []
    assert case_of(api, administrator, image, case)["state"] == "open"


def test_cases_are_listed_page_by_page(api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]) -> None:
    made = []
    for reader in readers:
        made.append(reported(api, image, reader))
        assert decide(api, moderators[0], image, made[-1], "none").status_code == 200
    first = list_of(api, moderators[1], image, limit=2)
    second = list_of(api, moderators[1], image, limit=2, cursor=first["next_cursor"])
    assert [row["id"] for page in (first, second) for row in page["items"]] == made[::-1]
    assert second["next_cursor"] is None
    assert list_of(api, moderators[1], image, state="open")["items"] == []
    assert len(list_of(api, moderators[1], image, state="decided")["items"]) == 3
    other = shown()
    refused = api.get(
        other.case(), Caller(moderators[1].id, ("platform_admin",)), params={"cursor": first["next_cursor"]}
    )
    problem(refused, 422, "invalid")


def list_of(api: Api, by: Caller, image: Shown, **query: Any) -> dict[str, Any]:
    answer = api.get(image.case(), by, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"decision": "hide"}, "/body/decision"),
        ({"decision": None}, "/body/decision"),
        ({"reason": ""}, "/body/reason"),
        ({"reason": "x" * 501}, "/body/reason"),
        ({"reason": "Ask ada@example.com"}, "/body/reason"),
        ({"decided_by": "me"}, "/body/decided_by"),
    ],
)
def test_what_is_no_decision_is_refused(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], body: dict[str, Any], pointer: str
) -> None:
    case = reported(api, image, readers[0])
    sent = {"decision": "none", "reason": "Nothing is wrong.", **body}
    refused: httpx.Response = api.patch(image.case(case), moderators[0], json=sent)
    problem(refused, 422, "invalid")
    assert pointers(refused) == [pointer]
