"""GET /v1/me/streak, and time zones by PATCH /v1/me."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, problem
from tests.support.learning import beyond_policies, pointers
from tests.support.scene import NOON

PATH = "/v1/me/streak"


@pytest.fixture
def beyond(api: Api, database: dict[str, str], admin_url: str, learner: Caller) -> Iterator[psycopg.Connection]:
    """A session in which the learner, who is there, can be made active."""
    with clock.moved_to(NOON):
        api.get("/v1/me", learner)
    with beyond_policies(database, admin_url) as connection:
        yield connection


def active(connection: psycopg.Connection, learner: Caller, *days: int) -> None:
    """Let a learner be active on days counted from NOON's."""
    for day in days:
        connection.execute("select gamification.record_activity(%s, %s)", [learner.id, NOON + timedelta(days=day)])


def streak(api: Api, learner: Caller, day: float = 0, **params: Any) -> dict[str, Any]:
    """Return what a learner reads so many days after NOON."""
    with clock.moved_to(NOON + timedelta(days=day)):
        response = api.get(PATH, learner, params=params)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_a_new_learner_reads_how_to_begin(api: Api, learner: Caller) -> None:
    found = streak(api, learner)
    assert (found["current_streak_days"], found["longest_streak_days"], found["freezes"]) == (0, 0, 0)
    assert (found["calendar"], found["active_today"], found["time_zone"]) == ([], False, "UTC")
    assert (found["next_milestone"], found["next_milestone_xp"]) == (7, 50)
    assert found["explanation"] == ["Pass a level, the daily challenge or an assessment to begin a streak."]


def test_days_in_a_row_are_counted_and_shown(api: Api, beyond: psycopg.Connection, learner: Caller) -> None:
    active(beyond, learner, -2, -1, 0)
    found = streak(api, learner)
    assert (found["current_streak_days"], found["active_today"], found["explanation"]) == (3, True, [])
    assert found["calendar"] == [
        {"date": f"2026-05-0{day}", "kind": "active", "streak": length} for day, length in ((6, 3), (5, 2), (4, 1))
    ]
    tomorrow = streak(api, learner, 1)
    assert (tomorrow["current_streak_days"], tomorrow["active_today"]) == (3, False)
    assert tomorrow["explanation"] == ["Be active today to go on."]


def test_a_freeze_covers_a_missed_day_before_the_learner_is_back(
    api: Api, beyond: psycopg.Connection, learner: Caller
) -> None:
    active(beyond, learner, *range(-6, 1))
    assert streak(api, learner)["freezes"] == 1
    found = streak(api, learner, 2)
    assert (found["current_streak_days"], found["freezes"]) == (7, 0)
    assert found["explanation"] == ["Be active today to go on.", "Freeze used for 7 May."]
    assert found["calendar"][0] == {"date": "2026-05-07", "kind": "frozen", "streak": None}
    active(beyond, learner, 2)
    back = streak(api, learner, 2)
    assert (back["current_streak_days"], back["freezes"]) == (8, 0)
    assert back["explanation"] == ["Freeze used for 7 May."]
    assert [day["kind"] for day in back["calendar"][:3]] == ["active", "frozen", "active"]


def test_an_ended_streak_says_why(api: Api, beyond: psycopg.Connection, learner: Caller) -> None:
    active(beyond, learner, *range(-6, 1))
    found = streak(api, learner, 3)
    assert (found["current_streak_days"], found["longest_streak_days"], found["freezes"]) == (0, 7, 0)
    assert found["explanation"] == [
        "Your streak of 7 days ended: you were away since 6 May. 1 freeze could not cover that."
    ]
    assert {day["kind"] for day in found["calendar"]} == {"active"}
    assert (found["next_milestone"], found["next_milestone_xp"]) == (7, 50)


def test_the_calendar_reaches_as_far_as_asked(api: Api, beyond: psycopg.Connection, learner: Caller) -> None:
    active(beyond, learner, *range(-9, 1))
    assert [len(streak(api, learner, days=days)["calendar"]) for days in (1, 3, 366)] == [1, 3, 10]
    assert streak(api, learner, 5, days=5)["calendar"] == []


def move(api: Api, learner: Caller, zone: str, at: datetime) -> int:
    """Move a learner to a zone; return the status."""
    with clock.moved_to(at):
        return api.patch("/v1/me", learner, json={"time_zone": zone}).status_code


def test_a_zone_holds_from_the_next_local_midnight(api: Api, beyond: psycopg.Connection, learner: Caller) -> None:
    assert move(api, learner, "Asia/Tokyo", NOON) == 200
    row = beyond.execute(
        "select time_zone, time_zone_before, time_zone_since from identity.users where id = %s", [learner.id]
    )
    assert row.fetchone() == ("Asia/Tokyo", "UTC", datetime(2026, 5, 7, tzinfo=UTC))
    before, after = streak(api, learner, 0.49), streak(api, learner, 0.51)
    assert (before["time_zone"], before["today"]) == ("UTC", "2026-05-06")
    assert (after["time_zone"], after["today"]) == ("Asia/Tokyo", "2026-05-07")
    late = streak(api, learner, 1.2)  # 16:48 UTC is tomorrow in Tokyo
    assert late["today"] == "2026-05-08"


def test_a_second_move_waits_a_day(api: Api, beyond: psycopg.Connection, learner: Caller) -> None:
    at = NOON + timedelta(days=2)  # on the day of the sign-up a wrong zone is corrected
    assert move(api, learner, "Asia/Tokyo", at) == 200
    assert move(api, learner, "Europe/Berlin", at + timedelta(hours=23)) == 409
    assert move(api, learner, "Asia/Tokyo", at + timedelta(hours=23)) == 200  # no move at all
    assert move(api, learner, "Europe/Berlin", at + timedelta(hours=24, minutes=1)) == 200


def test_a_skipped_date_is_explained_when_it_comes_and_costs_nothing(
    api: Api, beyond: psycopg.Connection, learner: Caller
) -> None:
    assert move(api, learner, "Pacific/Pago_Pago", NOON) == 200
    active(beyond, learner, 2, 3)
    assert move(api, learner, "Pacific/Kiritimati", NOON + timedelta(days=3)) == 200
    skipped = beyond.execute(
        "select local_date::text from gamification.streak_days where user_id = %s and kind = 'skipped'", [learner.id]
    ).fetchall()
    assert skipped == [("2026-05-10",)]
    before = streak(api, learner, 3)
    assert before["today"] == "2026-05-09"
    assert before["explanation"] == []  # it has not come yet
    after = streak(api, learner, 4.2)
    assert (after["today"], after["current_streak_days"], after["freezes"]) == ("2026-05-11", 2, 0)
    assert after["explanation"] == ["Be active today to go on.", "10 May never happened for you: you moved east."]
    assert [day["kind"] for day in after["calendar"]] == ["skipped", "active", "active"]


@pytest.mark.parametrize("days", ["0", "367", "all"])
def test_a_bad_number_of_days_is_pointed_at(api: Api, learner: Caller, days: str) -> None:
    response = api.get(PATH, learner, params={"days": days})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/days"]


def test_nobody_has_a_streak_without_a_token(api: Api) -> None:
    assert api.get(PATH).status_code == 401
