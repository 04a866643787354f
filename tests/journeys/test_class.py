"""Two classes of 30 learners over 60 days, by the real functions and jobs: in the end everything adds up in each.

One test a class, since the sixty days are lived once for all that is asked of them. Two workers run the two at once.
"""

from datetime import datetime, timedelta

import psycopg
import pytest

from tests.journeys import class_columns, class_metrics, class_sums
from tests.journeys.class_sums import DAYS, END, START, STUDENTS
from tests.support import cluster
from tests.support.classroom import Classroom
from tests.support.learning import beyond_policies
from tests.support.scene import one

CHECKS = [
    check
    for module in (class_sums, class_metrics, class_columns)
    for name, check in sorted(vars(module).items())
    if name.startswith("check_")
]


def shine(classroom: Classroom, at: datetime) -> None:
    """Let one student complete a challenge a day, try the day's again until it is perfect, and master a skill."""
    star = classroom.students[0]
    with classroom.connection.transaction():
        at = classroom.complete_one(star, at)
        for score in (60, 90, 100):
            classroom.todays(star, at, score)
        roots = "select slug, max_level * xp_per_level from gamification.skills where parent_skill_id is null order by slug limit 1"
        for slug, points in classroom.connection.execute(roots).fetchall():
            classroom.grow(star, at, slug, points)


def check_the_class_did_something(school: psycopg.Connection) -> None:
    """Look whether there is anything to add up."""
    assert one(school, "select count(*) from progress.level_attempts") > 1_500
    assert one(school, "select count(*) from gamification.user_achievements where unlocked_at is not null") > 225
    assert one(school, "select count(*) from gamification.streak_days where kind = 'frozen'") > 5
    assert one(school, "select count(*) from gamification.streak_days where kind = 'skipped'") > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", [4, 2])
def test_everything_adds_up(admin_url: str, seed: int, subtests: pytest.Subtests) -> None:
    urls = cluster.clone(admin_url)
    try:
        with beyond_policies(urls, admin_url) as school:
            school.execute("set synchronous_commit = off")
            classroom = Classroom(school, START, seed=seed)
            classroom.join(STUDENTS)
            for day in range(DAYS):
                if day % 7 == 1:
                    school.execute("analyze")  # as autovacuum does, which may come too late for sixty days in a minute
                classroom.live(START + timedelta(days=day), shine)
            school.execute("select gamification.refresh_dashboard_summaries(%s)", [END])
            for check in (check_the_class_did_something, *CHECKS):
                with subtests.test(check.__name__):
                    check(school)
    finally:
        cluster.drop(admin_url, urls)
