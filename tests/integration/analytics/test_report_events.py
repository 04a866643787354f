"""POST /v1/me/events: what a client reports is kept for figures, within a day's bound, unless the learner says no."""

import uuid
from typing import Any

import psycopg
import pytest

from progressive_flow.analytics.user_events import service
from progressive_flow.analytics.user_events.models import ReportedEvents
from progressive_flow.kernel.database import transactions
from tests.support import proofs
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.made import page, track
from tests.support.membership import joined
from tests.support.publishing import go_live, staff
from tests.support.scene import one

SESSION = "01890a5d-ac96-774b-bcce-b302099a8057"
AT = "2026-03-01T09:30:00+01:00"
CHALLENGE = {"kind": "challenge", "slug": "url-shortener"}
VIEW = {"kind": "page_view", "at": AT}


def report(api: Api, by: Caller, *events: dict[str, Any], **options: Any) -> int:
    """Report events; return how many are kept."""
    answer = api.post("/v1/me/events", by, json={"session_id": SESSION, "events": events}, **options)
    assert answer.status_code == 202
    kept: int = answer.json()["kept"]
    return kept


def stored(connection: psycopg.Connection, by: Caller) -> list[tuple[Any, ...]]:
    """Return the kinds, items, seconds and details that are stored of a learner, in their order."""
    return connection.execute(
        "select e.kind, i.slug, e.seconds, e.detail from analytics.user_events as e"
        " left join content.items as i on i.id = e.item_id where e.user_id = %s order by e.id",
        [by.id],
    ).fetchall()


def of_the_day(connection: psycopg.Connection, by: Caller) -> int:
    """Return how many events are counted of a learner's days."""
    total: int = one(
        connection, "select coalesce(sum(events), 0) from analytics.daily_activity where user_id = %s", by.id
    )
    return total


def test_events_are_stored_in_their_order(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    left = {"kind": "item_left", "item": CHALLENGE, "seconds": 1800, "at": AT}
    words = {"kind": "search", "detail": {"words": "cäche", "results": "3"}, "at": AT}
    assert report(api, learner, VIEW, left, words) == 3
    assert stored(superuser, learner) == [
        ("page_view", None, None, {}),
        ("item_left", "url-shortener", 1800, {}),
        ("search", None, None, words["detail"]),
    ]
    row = superuser.execute(
        "select session_id, client_at = %s, created_at > client_at, local_date = (created_at at time zone 'UTC')::date"
        " from analytics.user_events where user_id = %s limit 1",
        [AT, learner.id],
    ).fetchone()
    assert row == (uuid.UUID(SESSION), True, True, True)
    assert of_the_day(superuser, learner) == 3


def test_a_learner_who_says_no_is_not_followed(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    assert report(api, learner, VIEW) == 1
    for refusal in (False, "no", None):
        assert api.patch("/v1/me", learner, json={"preferences": {"analytics": refusal}}).status_code == 200
        assert report(api, learner, VIEW, VIEW) == 0
    assert len(stored(superuser, learner)) == of_the_day(superuser, learner) == 1
    api.patch("/v1/me", learner, json={"preferences": {"analytics": True}})
    assert report(api, learner, VIEW) == 1


def test_only_items_that_the_learner_can_see_are_kept(
    api: Api, learner: Caller, administrator: Caller, clouds: Clouds
) -> None:
    people = staff(api, administrator)
    member = joined(api, administrator, people.organization)
    go_live(api, people, clouds, track())
    go_live(api, people, clouds, page())
    opened = [
        {"kind": "item_opened", "item": {"kind": kind, "slug": slug}, "at": AT}
        for kind, slug in (
            ("page", f"{people.organization}:made-page"),
            ("page", "made-page"),
            ("challenge", f"{people.organization}:made-page"),
            ("challenge", "url-shortener"),
            ("page", "no-such:made-page"),
        )
    ]
    assert report(api, member, *opened) == 2
    assert report(api, learner, *opened) == 1


def test_two_thousand_events_of_a_day_are_kept(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    assert sum(report(api, learner, *[VIEW] * 50) for _ in range(39)) == 1950

    def twenty() -> int:
        reported = ReportedEvents.model_validate({"session_id": SESSION, "events": [VIEW] * 20})
        with transactions.begin(proofs.principal(learner.id, learner.groups)) as db:
            return service.report(db, reported).kept

    kept = at_once([twenty] * 4)
    assert sorted(kept) == [0, 10, 20, 20]
    assert len(stored(superuser, learner)) == 2000
    assert of_the_day(superuser, learner) == 2000


def test_a_retry_counts_once(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    for _ in range(2):
        assert report(api, learner, VIEW, VIEW, headers={"Idempotency-Key": "one-report"}) == 2
    assert len(stored(superuser, learner)) == 2


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "made_up"}, "/body/events/0/kind"),
        ({"kind": "item_opened"}, "/body/events/0"),
        ({"kind": "item_left", "item": CHALLENGE}, "/body/events/0"),
        ({"seconds": 1801}, "/body/events/0/seconds"),
        ({"seconds": -1}, "/body/events/0/seconds"),
        ({"at": "2026-03-01T09:30:00"}, "/body/events/0/at"),
        ({"at": None}, "/body/events/0/at"),
        ({"item": {"kind": "quiz", "slug": "x"}}, "/body/events/0/item/kind"),
        ({"item": {"kind": "page", "slug": "a:b:c"}}, "/body/events/0/item/slug"),
        ({"detail": {"a": "x" * 201}}, "/body/events/0/detail/a"),
        ({"detail": {"a": 1}}, "/body/events/0/detail/a"),
        ({"detail": {str(number): "x" * 100 for number in range(12)}}, "/body/events/0"),
        ({"made_up": 1}, "/body/events/0/made_up"),
    ],
)
def test_what_is_no_event_is_refused_and_nothing_is_stored(
    api: Api, learner: Caller, superuser: psycopg.Connection, change: dict[str, Any], pointer: str
) -> None:
    body = {"session_id": SESSION, "events": [VIEW | change, VIEW]}
    refused = problem(api.post("/v1/me/events", learner, json=body), 422, "invalid")
    assert {row["pointer"] for row in refused["errors"]} >= {pointer}
    assert stored(superuser, learner) == []


@pytest.mark.parametrize("events", [[], [VIEW] * 51])
def test_a_report_has_one_to_fifty_events(api: Api, learner: Caller, events: list[dict[str, Any]]) -> None:
    problem(api.post("/v1/me/events", learner, json={"session_id": SESSION, "events": events}), 422, "invalid")


def test_sixty_reports_a_minute(api: Api, learner: Caller) -> None:
    answer = api.post("/v1/me/events", learner, json={"session_id": SESSION, "events": [VIEW]})
    assert answer.headers["RateLimit-Policy"] == '"user_events";q=60;w=60'
