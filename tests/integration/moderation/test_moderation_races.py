"""Reports and decisions at the same moment, each from a connection of its own: what is held and decided is so once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.social.moderation import service
from progressive_flow.social.moderation.models import CaseDecision, NewAppeal, NewReport
from tests.support import proofs
from tests.support.api import Api, Caller
from tests.support.connections import at_once
from tests.support.learning import beyond_policies
from tests.support.moderating import Shown, body, decide, people, reported
from tests.support.scene import one

LOGGED = "select count(*) from platform.audit_log as a where a.action = %s"


@pytest.fixture
def count(fresh_database: dict[str, str], admin_url: str) -> Callable[[str], int]:
    """Return what counts an action in the audit log."""

    def logged(action: str) -> int:
        with beyond_policies(fresh_database, admin_url) as connection:
            return int(one(connection, LOGGED, action))

    return logged


def outcome(work: Callable[[], object]) -> str:
    """Return the kind of a refusal, or that there was none."""
    try:
        work()
    except psycopg.Error as error:
        return str(error.diag.constraint_name)
    return "done"


def reports(by: Caller, image: Shown) -> str:
    def work() -> None:
        with transactions.begin(proofs.principal(by.id)) as db:
            service.report(db, NewReport.model_validate(body(image.upload)))

    return outcome(work)


def decides(by: Caller, image: Shown, case_id: str, decision: str) -> str:
    def work() -> None:
        with transactions.begin(proofs.principal(by.id), role="staff") as db:
            made = CaseDecision.model_validate({"decision": decision, "reason": "Why."})
            service.decide(db, image.organization, UUID(case_id), made)

    return outcome(work)


def appeals(by: Caller, case_id: str) -> str:
    def work() -> None:
        with transactions.begin(proofs.principal(by.id)) as db:
            service.appeal(db, UUID(case_id), NewAppeal(note="It is right."))

    return outcome(work)


def test_four_who_report_at_once_open_one_case_and_hold_once(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller, count: Callable[[str], int]
) -> None:
    four = [*readers, *people(api, administrator, image, "learner")]
    assert at_once([partial(reports, each, image) for each in four]) == ["done"] * 4
    (row,) = api.get(image.case(), administrator).json()["items"]
    assert (row["reports"], row["is_held"]) == (4, True)
    assert (count("case.opened"), count("case.held")) == (1, 1)


def test_two_third_reporters_hold_once(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller, count: Callable[[str], int]
) -> None:
    reported(api, image, *readers[:2])
    both = [readers[2], *people(api, administrator, image, "learner")]
    assert at_once([partial(reports, each, image) for each in both]) == ["done"] * 2
    assert count("case.held") == 1


def test_one_person_in_two_windows_reports_once(
    api: Api, image: Shown, readers: list[Caller], administrator: Caller
) -> None:
    assert at_once([partial(reports, readers[0], image)] * 3) == ["done"] * 3
    (row,) = api.get(image.case(), administrator).json()["items"]
    assert row["reports"] == 1


def test_of_two_moderators_one_decides(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], count: Callable[[str], int]
) -> None:
    case = reported(api, image, *readers)
    each = zip(moderators, ("none", "delete"), strict=True)
    done = at_once([partial(decides, by, image, case, decision) for by, decision in each])
    assert sorted(done) == ["case-decided", "done"]
    found = api.get(image.case(case), moderators[0]).json()
    held = api.get(f"/v1/pages/{image.page}", readers[0]).json()["images"] == []
    assert held == (found["decision"] == "delete") == found["is_held"]
    assert count("case.decided") == 1


def test_a_report_against_a_decision_is_before_or_after_it(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], administrator: Caller
) -> None:
    """Before, it counts; after, it opens a case of its own where the file stays, and finds nothing where it was taken down."""
    case = reported(api, image, readers[0])
    done = at_once([partial(decides, moderators[0], image, case, "none"), partial(reports, readers[1], image)])
    assert done == ["done", "done"]
    rows = api.get(image.case(), administrator).json()["items"]
    assert sorted(row["reports"] for row in rows) in ([2], [1, 1])
    last = rows[0]["id"] if len(rows) == 2 else reported(api, image, readers[2])
    done = at_once([partial(decides, moderators[0], image, last, "delete"), partial(reports, readers[2], image)])
    assert done in (["done", "done"], ["done", "not-found"])
    assert api.get(image.file(), administrator).json()["state"] == "held"
    assert api.get(image.case(), administrator, params={"state": "open"}).json()["items"] == []


def test_of_two_appeals_at_once_one_counts(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], count: Callable[[str], int]
) -> None:
    case = reported(api, image, readers[0])
    assert decide(api, moderators[0], image, case).status_code == 200
    assert sorted(at_once([partial(appeals, image.author, case)] * 2)) == ["appealed-before", "done"]
    assert count("case.appealed") == 1


def test_an_appeal_comes_before_the_deletion_or_too_late(
    api: Api, image: Shown, readers: list[Caller], moderators: list[Caller], administrator: Caller
) -> None:
    """What is appealed is there, and what was deleted is not appealed."""
    case = reported(api, image, readers[0])
    assert decide(api, moderators[0], image, case).status_code == 200
    over = clock.now() + timedelta(days=14, minutes=1)

    def close() -> int:
        with transactions.begin(role="scheduler") as db:
            return db.fetch_value(int, "select social.close_cases(%s)", [over])

    done = at_once([close, partial(appeals, image.author, case)])
    state = api.get(image.case(case), administrator).json()["state"]
    there = api.get(image.file(), administrator).status_code == 200
    assert (done, state, there) in (([0, "done"], "appealed", True), ([1, "appeal-late"], "decided", False))
