"""The page of formulas says what the code does: its tables are read, and each row is asked of the database."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import psycopg
import pytest

from progressive_flow.gamification.achievements.criteria import METRICS
from progressive_flow.kernel import paths
from progressive_flow.operations.reference_data.file_models import XP_OF_RARITY
from tests.support.metrics import metrics_in_sql
from tests.support.scene import NOON, make_user, one

PAGE = (paths.root() / "docs" / "reference" / "gamification-formulas.md").read_text()
MONDAY = date(2026, 5, 4)
CHECK = """
select pg_get_constraintdef(c.oid) from pg_constraint as c
where c.conrelid = %s::regclass and c.contype = 'c' and pg_get_constraintdef(c.oid) like %s
"""


def table(*heading: str) -> list[list[str]]:
    """Return the cells below the one heading of these columns."""
    lines = PAGE.splitlines()
    starts = [number for number, line in enumerate(lines) if _cells(line) == list(heading)]
    assert len(starts) == 1, heading
    rows: list[list[str]] = []
    for line in lines[starts[0] + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(_cells(line))
    assert rows
    return rows


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("`") for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def numbers(*heading: str) -> list[list[int]]:
    """Return the whole numbers below a heading."""
    return [[int(cell.replace(",", "")) for cell in row] for row in table(*heading)]


@pytest.fixture
def ask(superuser: psycopg.Connection) -> Callable[..., tuple[object, ...]]:
    """Select expressions; get the row."""

    def select(expressions: str, *params: object) -> tuple[object, ...]:
        row = superuser.execute(f"select {expressions}".encode(), params).fetchone()
        assert row
        return tuple(row)

    return select


Ask = Callable[..., tuple[object, ...]]


def test_levels(ask: Ask) -> None:
    for level, xp in numbers("level", "total XP"):
        below = "gamification.calculate_level_from_xp(%s)"
        assert ask("gamification.get_xp_for_level(%s), gamification.calculate_level_from_xp(%s)", level, xp) == (
            xp,
            level,
        )
        assert ask(below, xp - 1) == (max(1, level - 1),)


def test_sources_of_xp(superuser: psycopg.Connection) -> None:
    definition: str = one(superuser, CHECK, "gamification.xp_awards", "%source_type%")
    assert {row[0] for row in table("source", "is paid for", "amount")} == set(re.findall(r"'(\w+)'", definition))


def test_hints(ask: Ask) -> None:
    for reward, penalties, paid in numbers("reward", "penalties", "paid"):
        assert ask("progress.paid_for_level(%s, %s)", reward, penalties) == (paid,)


def test_minutes(ask: Ask) -> None:
    for seconds, minutes in numbers("gap in seconds", "minutes"):
        later = NOON + timedelta(seconds=seconds)
        assert ask("progress.minutes_between(%s, %s)", NOON, later) == (minutes,)


def test_streaks_steps(ask: Ask) -> None:
    for streak, freezes, missed, then, left in numbers("streak", "freezes", "missed", "streak then", "freezes then"):
        found = ask("n.streak, n.freezes from gamification.next_streak(%s, %s, %s) as n", streak, freezes, missed)
        assert found == (then, left), (streak, freezes, missed)


def test_milestones(superuser: psycopg.Connection) -> None:
    found = superuser.execute("select days, xp_reward from gamification.streak_milestones order by days").fetchall()
    assert [list(row) for row in found] == numbers("streak", "pays")


def test_modifiers_of_weekdays(superuser: psycopg.Connection, ask: Ask) -> None:
    rows = table("weekday", "modifier")
    for number, (weekday, modifier) in enumerate(rows):
        day = MONDAY + timedelta(days=number)
        assert f"{day:%A}" == weekday
        assert ask("c.difficulty_modifier::text from gamification.choose_daily_challenge(%s) as c", day) == (modifier,)
    assert len(rows) == 7
    default = one(
        superuser,
        "select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef as d inner join pg_attribute as a"
        " on a.attrelid = d.adrelid and a.attnum = d.adnum"
        " where d.adrelid = 'gamification.daily_challenges'::regclass and a.attname = 'xp_multiplier'",
    )
    assert float(default) == 2.0
    assert "`xp_multiplier` is 2." in " ".join(PAGE.split())


def test_a_challenge_comes_back_after_sixty_days(ask: Ask) -> None:
    waits = re.search(r"were not the daily challenge within (\d+) days", " ".join(PAGE.split()))
    source = str(ask("pg_get_functiondef('gamification.choose_daily_challenge'::regproc)")[0])
    assert waits
    assert f"p_date - {waits[1]})" in source


def test_metrics_and_their_filters(ask: Ask) -> None:
    documented = {
        metric: filters.split(", ") if filters else [] for metric, filters, _ in table("metric", "filters", "counts")
    }
    assert set(documented) == set(METRICS)
    for metric, filters in documented.items():
        assert ask("gamification.filters_of_metric(%s)", metric) == (filters,), metric
        assert list(METRICS[metric]) == filters


def test_the_view_computes_every_metric(superuser: psycopg.Connection) -> None:
    text = metrics_in_sql(superuser)
    assert {metric for metric in METRICS if f"'{metric}'" in text} == set(METRICS)


def test_bands_of_rarity() -> None:
    documented = {
        rarity: tuple(int(cell.replace(",", "")) for cell in band)
        for rarity, *band in table("rarity", "least XP", "most XP")
    }
    assert documented == XP_OF_RARITY


def test_metrics_of_leaderboards(superuser: psycopg.Connection) -> None:
    definition: str = one(superuser, CHECK, "gamification.leaderboard_scores", "%metric_type%")
    assert {row[0] for row in table("metric", "value")} == set(re.findall(r"'(\w+)'", definition))


def test_periods(ask: Ask) -> None:
    for period, _, first, end in table("period", "begins with", "2026-05-06 belongs to", "and ends before"):
        assert ask("gamification.period_start(%s, %s)::text", period, NOON) == (first,)
        found = ask("(gamification.period_end(%s, %s::date) at time zone 'UTC')::text", period, first)
        assert found == (f"{end} 00:00:00" if end else "infinity",)


def test_percentiles(superuser: psycopg.Connection, ask: Ask) -> None:
    superuser.execute(
        "truncate gamification.leaderboard_scores, gamification.leaderboard_ranks, gamification.leaderboards"
    )
    learners = [make_user(superuser) for _ in range(3)]
    for learner, xp in zip(learners, (10, 20, 20), strict=True):
        superuser.execute(
            "select gamification.award_xp(%s, array[('correction', 'x', %s, 'x')::gamification.award], %s)",
            [learner, xp, NOON],
        )
    superuser.execute("select gamification.refresh_all_leaderboards(%s)", [NOON])
    for learner, rank in zip(learners, (3, 1, 1), strict=True):
        percentile = round(100 * (3 - rank + 1) / 3, 2)
        assert ask("gamification.get_user_rank(%s, 'all_time', 'xp')", learner) == (rank,)
        assert float(str(ask("gamification.rank_percentile(%s)", learner)[0])) == percentile
