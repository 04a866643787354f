"""Metrics and achievements of the class against a recount from the raw rows, in Python, without the views."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from tests.support.rows import rows
from tests.support.scene import one

Key = tuple[str, str, str]
Counts = dict[Key, dict[UUID, int]]
Level = tuple[UUID, UUID, int]

CHALLENGES = """
select c.id, t.slug as track, c.category, c.difficulty_base as difficulty, c.level_count, c.ddia_concepts
from curriculum.challenges as c inner join curriculum.learning_tracks as t on t.id = c.track_id
"""
ATTEMPTS = """
select user_id, challenge_id, level_number, attempt_number, score, passed, time_spent_minutes, hints_used, local_date
from progress.level_attempts order by created_at, attempt_number
"""
COUNTED = {
    "hints_revealed": "select user_id, count(*) as value from progress.hint_usage group by 1",
    "assessments_completed": "select user_id, count(*) as value from assessment.assessment_results group by 1",
    "active_days": "select user_id, count(*) as value from gamification.streak_days where kind = 'active' group by 1",
    "daily_passes": "select user_id, count(distinct daily_challenge_id) as value from progress.level_attempts"
    " where passed and daily_challenge_id is not null group by 1",
}


def filters(fact: dict[str, Any], level: int | None = None) -> Iterator[tuple[str, str]]:
    """Yield what a level, or a challenge, counts for."""
    yield "", ""
    for name in ("track", "category", "difficulty"):
        yield name, fact[name]
    if level is not None:
        yield "level", str(level)


class Recount:
    """Counts metrics by going through the attempts in their order."""

    def __init__(self, school: psycopg.Connection) -> None:
        self.counts: Counts = defaultdict(lambda: defaultdict(int))
        self.facts = {row["id"]: row for row in rows(school, CHALLENGES)}
        levels = rows(school, "select challenge_id, level_number, estimated_minutes from curriculum.challenge_levels")
        self.estimated = {(row["challenge_id"], row["level_number"]): row["estimated_minutes"] for row in levels}
        # a level that was passed without having been opened: nobody knows how long it took
        untimed = "select user_id, challenge_id, level_number from progress.user_level_progress where passed_at is not null and passed_minutes is null"
        self.untimed = {tuple(row.values()) for row in rows(school, untimed)}
        self.firsts: dict[Level, dict[str, Any]] = {}
        self.best: dict[Level, float] = defaultdict(float)
        self._read(school)
        self._levels()
        self._learners()
        for name, query in COUNTED.items():
            for row in rows(school, query):
                self.counts[name, "", ""][row["user_id"]] = row["value"]

    def _read(self, school: psycopg.Connection) -> None:
        spent: dict[Level, int] = defaultdict(int)
        for row in rows(school, ATTEMPTS):
            key = (row["user_id"], row["challenge_id"], row["level_number"])
            self.counts["attempts_made", "", ""][key[0]] += 1
            self.counts["minutes_spent", "", ""][key[0]] += row["time_spent_minutes"]
            self.best[key] = max(self.best[key], row["score"])
            spent[key] += row["time_spent_minutes"]
            if row["passed"] and key not in self.firsts:
                self.firsts[key] = {**row, "minutes": spent[key]}

    def _levels(self) -> None:
        for key, first in self.firsts.items():
            user, challenge, level = key
            holds = {
                "levels_passed": True,
                "perfect_scores": self.best[key] == 100,
                "first_try_passes": first["attempt_number"] == 1,
                "hintless_passes": first["hints_used"] == 0,
                "fast_passes": key not in self.untimed and first["minutes"] * 2 <= self.estimated[challenge, level],
                "quick_passes": key not in self.untimed and first["minutes"] <= 5,
            }
            for name, held in holds.items():
                for where in filters(self.facts[challenge], level):
                    self.counts[name, *where][user] += held

    def _learners(self) -> None:
        categories: dict[UUID, set[str]] = defaultdict(set)
        chapters: dict[UUID, set[int]] = defaultdict(set)
        per_day: dict[tuple[UUID, date], int] = defaultdict(int)
        passed: dict[tuple[UUID, UUID], int] = defaultdict(int)
        for (user, challenge, _), first in self.firsts.items():
            fact = self.facts[challenge]
            categories[user].add(fact["category"])
            chapters[user].update(concept["chapter"] for concept in fact["ddia_concepts"])
            per_day[user, first["local_date"]] += 1
            passed[user, challenge] += 1
        for user, seen in categories.items():
            self.counts["categories_explored", "", ""][user] = len(seen)
            self.counts["concepts_explored", "", ""][user] = len(chapters[user])
        for (user, _), number in per_day.items():
            best = self.counts["best_day_levels", "", ""]
            best[user] = max(best[user], number)
        for (user, challenge), number in passed.items():
            if number == self.facts[challenge]["level_count"]:
                for where in filters(self.facts[challenge]):
                    self.counts["challenges_completed", *where][user] += 1


def check_metrics_are_what_a_recount_from_scratch_finds(school: psycopg.Connection) -> None:
    counted = Recount(school).counts
    stored: dict[tuple[str, str, str], dict[UUID, int]] = defaultdict(dict)
    for row in rows(school, "select * from gamification.learner_metrics"):
        stored[row["metric"], row["filter_key"], row["filter_value"]][row["user_id"]] = row["value"]
    for key, values in counted.items():
        assert stored[key] == {user: value for user, value in values.items() if value}, key


def check_counters_are_what_a_recount_finds(school: psycopg.Connection) -> None:
    """All of them: no content changed meanwhile, so that nobody's counters wait for a recount."""
    assert rows(school, "select * from gamification.audit_counters(array(select id from identity.users))") == []
    edition = "select count(*) from gamification.user_stats where counted_edition = (select number from gamification.metric_editions)"
    assert one(school, edition) == one(school, "select count(*) from identity.users")
    assert one(school, "select count(*) from gamification.metric_counters") > one(
        school, "select count(*) from identity.users"
    )


def check_achievements_are_what_a_recount_of_their_criteria_finds(school: psycopg.Connection) -> None:
    """Whoever has reached the conditions has it, once, paid once; nobody else does."""
    metrics: dict[tuple[UUID, str, str, str], int] = {
        (row["user_id"], row["metric"], row["filter_key"], row["filter_value"]): row["value"]
        for row in rows(school, "select * from gamification.learner_metrics")
    }
    students = [row["id"] for row in rows(school, "select id from identity.users")]

    def reached(user: UUID, criteria: dict[str, Any]) -> bool:
        if "any" in criteria:
            return any(reached(user, inner) for inner in criteria["any"])
        if "all" in criteria:
            return all(reached(user, inner) for inner in criteria["all"])
        key, value = next(iter(criteria.get("filter", {}).items()), ("", ""))
        return metrics.get((user, criteria["metric"], key, str(value)), 0) >= int(criteria["threshold"])

    held = {
        (row["user_id"], row["achievement_id"])
        for row in rows(
            school, "select user_id, achievement_id from gamification.user_achievements where unlocked_at is not null"
        )
    }
    paid = rows(
        school,
        "select user_id, source_id::uuid as achievement_id, count(*) as times from gamification.xp_awards where source_type = 'achievement' group by 1, 2",
    )
    for achievement in rows(school, "select id, slug, criteria from gamification.achievements where is_active"):
        expected = {user for user in students if reached(user, achievement["criteria"])}
        assert {user for user, which in held if which == achievement["id"]} == expected, achievement["slug"]
    assert {(row["user_id"], row["achievement_id"]) for row in paid} == held
    assert {row["times"] for row in paid} == {1}
