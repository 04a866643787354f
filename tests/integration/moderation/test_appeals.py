"""POST /v1/moderation-cases/{case_id}/appeal: once, within 14 days, and decided by another moderator."""

from datetime import timedelta

import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.moderating import CASES, Shown, appeal, decide, report, reported

DAYS = timedelta(days=14)


@pytest.fixture
def case(api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]) -> str:
    """Return a case in which the first moderator took the image down."""
    made = reported(api, image, readers[0])
    assert decide(api, moderators[0], image, made).status_code == 200
    return made


def titles(api: Api, learner: Caller) -> list[str]:
    rows = api.get("/v1/me/notifications", learner).json()["items"]
    return [row["title"] for row in rows if row["type"] == "case_decided"]


def test_an_appeal_is_granted_and_the_file_is_there_again(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], case: str
) -> None:
    before = api.get(f"{CASES}/{case}", image.author).json()
    assert (before["is_author"], before["report"], before["reason"]) == (True, None, "It is wrong.")
    assert before["appeal_until"] is not None
    made = appeal(api, image.author, case)
    assert (made.status_code, made.headers["location"]) == (201, f"{CASES}/{case}")
    assert (made.json()["state"], made.json()["appeal"], made.json()["appeal_until"]) == (
        "appealed", "It is right.", None,
    )  # fmt: skip
    found = api.get(image.case(case), moderators[1]).json()
    assert (found["state"], found["appeal"], found["is_held"]) == ("appealed", "It is right.", True)
    problem(decide(api, moderators[0], image, case, "none"), 403, "own-decision")
    decided = decide(api, moderators[1], image, case, "none").json()
    assert (decided["state"], decided["decision"], decided["is_held"]) == ("decided", "none", False)
    assert len(api.get(f"/v1/pages/{image.page}", readers[0]).json()["images"]) == 1
    assert titles(api, image.author) == ["made.txt stays as it is", "made.txt is shown no longer"]


def test_what_is_confirmed_is_deleted_at_once(
    api: Api,
    image: Shown,
    moderators: list[Caller],
    administrator: Caller,
    readers: list[Caller],
    case: str,
    clouds: Clouds,
) -> None:
    assert appeal(api, image.author, case).status_code == 201
    decided = decide(api, moderators[1], image, case).json()
    assert (decided["decision"], decided["is_held"]) == ("delete", False)
    problem(api.get(image.file(), administrator), 404, "not-found")
    problem(api.get(f"{image.case(case)}/file", moderators[0]), 404, "not-found")
    page = api.get(f"/v1/pages/{image.page}", readers[0])
    assert (page.status_code, page.json()["images"]) == (200, [])
    problem(appeal(api, image.author, case), 409, "appealed-before")


def test_an_appeal_is_made_once(api: Api, image: Shown, moderators: list[Caller], case: str) -> None:
    assert appeal(api, image.author, case).status_code == 201
    problem(appeal(api, image.author, case), 409, "appealed-before")
    assert decide(api, moderators[1], image, case, "warn").status_code == 200
    problem(appeal(api, image.author, case), 409, "appealed-before")


def test_an_appeal_comes_within_fourteen_days(api: Api, image: Shown, case: str) -> None:
    now = clock.now()
    with clock.moved_to(now + DAYS + timedelta(minutes=1)):
        problem(appeal(api, image.author, case), 409, "appeal-late")
    with clock.moved_to(now + DAYS - timedelta(minutes=1)):
        assert appeal(api, image.author, case).status_code == 201


def test_only_a_decision_that_changed_something_can_be_appealed(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller]
) -> None:
    case = reported(api, image, readers[0])
    problem(appeal(api, image.author, case), 409, "not-decided")
    assert decide(api, moderators[0], image, case, "none").status_code == 200
    problem(appeal(api, image.author, case), 409, "nothing-to-appeal")


def test_nobody_else_appeals_and_learns_of_the_case(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], case: str
) -> None:
    for caller in (readers[0], readers[1], moderators[0], moderators[1]):
        problem(appeal(api, caller, case), 404, "not-found")
    for caller in (readers[1], moderators[0]):
        problem(api.get(f"{CASES}/{case}", caller), 404, "not-found")
    theirs = api.get(f"{CASES}/{case}", readers[0]).json()
    assert (theirs["decision"], theirs["reason"], theirs["appeal_until"]) == ("delete", None, None)
    assert report(api, readers[0], image.upload).json() == theirs
    own = api.get(f"{CASES}/{case}", image.author)
    assert str(readers[0].id) not in own.text
    assert "incorrect" not in own.text


@pytest.mark.parametrize("note", ["", "  ", "x" * 2001])
def test_an_appeal_says_why(api: Api, image: Shown, case: str, note: str) -> None:
    problem(api.post(f"{CASES}/{case}/appeal", image.author, json={"note": note}), 422, "invalid")


def test_a_file_stays_held_while_another_case_holds_it(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], administrator: Caller
) -> None:
    warned = reported(api, image, readers[0])
    assert decide(api, moderators[0], image, warned, "warn").status_code == 200
    other = reported(api, image, readers[1])
    assert decide(api, moderators[1], image, other).status_code == 200
    assert appeal(api, image.author, warned).status_code == 201
    assert decide(api, moderators[1], image, warned, "none").status_code == 200
    assert api.get(image.file(), administrator).json()["state"] == "held"
    assert appeal(api, image.author, other).status_code == 201
    assert decide(api, moderators[0], image, other, "none").status_code == 200
    assert api.get(image.file(), administrator).json()["state"] == "clean"
