"""Which challenge a day gets: a pure function of the date and the days before, none again too soon."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from tests.support.learning import beyond_policies
from tests.support.scene import NOON, one
from tests.support.tenants import make_tenant

OPEN = "select gamification.open_daily_challenges(%s)"
DAYS = "select d.date, c.slug, d.level_number, d.difficulty_modifier from gamification.daily_challenges as d inner join curriculum.challenges as c on c.id = d.challenge_id order by d.date"


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """All 61 challenges, and whoever may change them."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


def live(connection: psycopg.Connection, days: int) -> list[tuple[Any, ...]]:
    """Let the job run on so many days; return what each got."""
    for day in range(days):
        one(connection, OPEN, NOON + timedelta(days=day))
    return connection.execute(DAYS.encode()).fetchall()


def test_today_and_tomorrow_are_fixed_once(world: psycopg.Connection) -> None:
    assert [one(world, OPEN, NOON + timedelta(hours=hours)) for hours in (0, 1, 11, 12, 13)] == [2, 0, 0, 1, 0]
    dates = [row[0] for row in world.execute(DAYS.encode()).fetchall()]
    assert dates == [date(2026, 5, 6), date(2026, 5, 7), date(2026, 5, 8)]


def test_none_comes_again_within_sixty_days(world: psycopg.Connection) -> None:
    days = live(world, 150)
    last: dict[str, date] = {}
    for day, slug, _, _ in days:
        assert slug not in last or day - last[slug] >= timedelta(days=60), slug
        last[slug] = day
    assert len(last) == 61
    assert {level for _, _, level, _ in days} == {1, 2, 3, 4, 5}


def test_with_too_few_the_one_used_longest_ago_comes_next(world: psycopg.Connection) -> None:
    world.execute(
        "update curriculum.challenges set is_active = false"
        " where slug not in ('url-shortener', 'static-website', 'load-balancing-basics')"
    )
    slugs = [slug for _, slug, _, _ in live(world, 30)]
    assert len(set(slugs[:3])) == 3
    assert slugs[3:] == slugs[:-3]


def test_the_choice_follows_from_the_date_and_the_days_before(world: psycopg.Connection) -> None:
    first = live(world, 20)
    world.execute("delete from gamification.daily_challenges")
    assert live(world, 20) == first
    again = "select challenge_id, level_number from gamification.choose_daily_challenge(%s)"
    rows = {tuple(world.execute(again.encode(), [date(2027, 1, 1)]).fetchall()) for _ in range(3)}
    assert len(rows) == 1


def test_weekends_are_harder_and_no_day_is_easier_than_the_level(world: psycopg.Connection) -> None:
    by_weekday = {day.isoweekday(): float(modifier) for day, _, _, modifier in live(world, 14)}
    assert [by_weekday[number] for number in range(1, 8)] == sorted(by_weekday.values())
    assert min(by_weekday.values()) >= 1


@pytest.mark.parametrize(
    "change", ["is_active = false", "is_published = false", "deleted_at = now()"], ids=["retired", "draft", "deleted"]
)
def test_only_what_learners_can_see_is_chosen(world: psycopg.Connection, change: str) -> None:
    world.execute(f"update curriculum.challenges set {change} where slug <> 'url-shortener'".encode())
    assert {slug for _, slug, _, _ in live(world, 5)} == {"url-shortener"}


def test_an_organizations_own_challenge_is_nobody_elses_day(world: psycopg.Connection) -> None:
    make_tenant(world)
    world.execute(
        "update curriculum.challenges set is_published = false where ref not in ('pastebin', 'acme:url-shortener')"
    )
    assert {slug for _, slug, _, _ in live(world, 5)} == {"pastebin"}


def test_without_published_levels_there_is_no_day(fresh_database: dict[str, str], admin_url: str) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("delete from curriculum.challenge_levels")
        assert one(connection, OPEN, NOON) == 0


def test_a_day_with_more_load_has_no_budget(world: psycopg.Connection) -> None:
    days = live(world, 80)
    budgets = {
        (slug, level)
        for slug, level in world.execute(
            "select c.slug, l.level_number from curriculum.challenge_levels as l inner join curriculum.challenges as c on c.id = l.challenge_id"
            """ where l.test_cases @? '$[*] ? (@.kind == "cost" && @.id != "bill")'"""
        )
    }
    assert {day.isoweekday() for day, slug, level, _ in days if (slug, level) in budgets} == {1}
    assert len({level for _, _, level, _ in days}) == 5


def test_two_runs_at_once_fix_one_day(world: psycopg.Connection, fresh_database: dict[str, str]) -> None:
    with psycopg.connect(fresh_database["scheduler"], autocommit=True) as other:
        assert one(world, OPEN, NOON) == 2
        assert one(other, OPEN, NOON) == 0
    assert len(world.execute(DAYS.encode()).fetchall()) == 2
