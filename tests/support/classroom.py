"""A simulated class: seeded learners with habits, who live through days by the real functions, under a moved clock."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from tests.support.scene import act_as, make_user, one

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago")

RECORD = """
select r.first_pass, r.challenge_completed
from learning.submit_attempt(%(challenge)s, %(level)s, %(version)s, '{}', '[]', %(score)s::numeric, %(passed)s, '{}', 1, %(at)s, %(day)s) as r
"""

# The last attempt is the one that failed; a change is worth its price to one in ten who fail.
SUGGEST = """
select progress.keep_suggestion(
    (select a.id from progress.level_attempts as a where a.user_id = %(user)s order by a.id desc limit 1),
    '{"change": "Give app 2 units instead of 1.", "cost_per_month": 25}', %(at)s
)
"""
PASS, ASKS = 80, 0.1


@dataclass
class Student:
    """A learner and their habits."""

    id: UUID
    diligence: float
    skill: float
    curiosity: float
    done: dict[UUID, set[int]] = field(default_factory=dict[UUID, set[int]])


@dataclass(frozen=True)
class Challenge:
    """What a student needs to know of a challenge."""

    id: UUID
    version: UUID
    levels: int


class Classroom:
    """The class and its days. Every choice comes from one seed."""

    def __init__(self, connection: psycopg.Connection, start: datetime, seed: int) -> None:
        self.connection = connection
        self.random = random.Random(seed)  # noqa: S311 - reproducible on purpose
        self.start = start
        self.tracks = [
            row[0] for row in connection.execute("select id from curriculum.learning_tracks order by order_index")
        ]
        rows = connection.execute(
            "select c.id, v.id, c.level_count from curriculum.challenges as c"
            " inner join content.challenge_versions as v on v.challenge_id = c.id and v.is_active"
        )
        self.challenges = {row[0]: Challenge(*row) for row in rows}
        self.students: list[Student] = []

    def join(self, count: int) -> None:
        """Let students sign up, some hidden, some under a pseudonym, in zones round the world."""
        for _ in range(count):
            user = make_user(self.connection, self.start, UUID(int=self.random.getrandbits(128), version=4))
            self.connection.execute(
                "update identity.users set time_zone = %s, visibility = %s, display_name = %s where id = %s",
                [
                    self.random.choice(ZONES),
                    self.random.choice(("public", "public", "pseudonym", "hidden")),
                    f"S{user.hex[:6]}",
                    user,
                ],
            )
            draw = self.random.random
            self.students.append(Student(user, 0.25 + 0.75 * draw(), 0.4 + 0.55 * draw(), 0.3 * draw()))

    def live(self, day: datetime, evening: Callable[["Classroom", datetime], None]) -> None:
        """Let a day pass, students in random order, then the evening, then the night's jobs run."""
        self.run("select gamification.open_daily_challenges(%s)", day)
        for student in self.random.sample(self.students, len(self.students)):
            if self.random.random() < student.diligence:
                self.study(student, day + timedelta(minutes=self.random.randrange(60, 1380)))
        evening(self, day + timedelta(hours=23, minutes=1))
        self.run("select gamification.aggregate_daily_challenges(%s)", day + timedelta(hours=23, minutes=59))
        self.night(day + timedelta(days=1, minutes=3))

    def night(self, at: datetime) -> None:
        """Run what the schedule runs after midnight."""
        self.run("select gamification.refresh_all_leaderboards(%s)", at)
        self.run(
            "select gamification.close_leaderboard(b.scope_type, b.scope_id, b.metric_type, b.period_type, b.period_date, %s)"
            " from gamification.leaderboards_to_close(%s) as b", at, at,
        )  # fmt: skip
        self.run("select learning.sweep_achievements(100000, %s)", at)
        self.run("select gamification.refresh_dashboards(100000, %s)", at)
        self.run("select learning.remind_streaks(%s)", at)

    def run(self, query: str, *params: Any) -> None:
        """Run a statement in a transaction of its own."""
        with self.connection.transaction():
            self.connection.execute(query.encode(), params)

    def study(self, student: Student, at: datetime) -> None:
        """Let a student learn: a session, attempts, hints, sometimes the daily challenge or something else."""
        with self.connection.transaction():
            act_as(self.connection, student.id)
            session = one(self.connection, "select learning.start_session('challenge', 'any', '{}', %s)", at)
            for _ in range(self.random.choice((1, 1, 2, 3))):
                at += timedelta(minutes=self.random.randrange(1, 25))
                self.attempt(student, at)
            if self.random.random() < student.curiosity:
                at += timedelta(minutes=5)
                self.wander(student, at)
            self.connection.execute("select learning.touch_session(%s, true, true, null, %s)", [session, at])

    def attempt(self, student: Student, at: datetime) -> None:
        """Let a student try the next level of something that is open, with a hint now and then."""
        rows = self.connection.execute(
            "select challenge_id, levels_completed from progress.user_challenge_progress"
            " where user_id = %s and unlock_date is not null and status <> 'completed' order by start_date nulls last, challenge_id limit 4",
            [student.id],
        ).fetchall()
        if not rows:
            return
        challenge_id, levels = self.random.choice(rows)
        level = next(n for n in range(1, 7) if n not in levels)
        self.connection.execute(
            "select progress.open_level(%s, %s, %s)",
            [challenge_id, level, at - timedelta(minutes=self.random.randrange(1, 12))],
        )
        if self.random.random() < 0.15:
            hints = one(
                self.connection,
                "select coalesce(sum(hints_used), 0) from progress.user_level_progress where user_id = %s and challenge_id = %s and level_number = %s",
                student.id, challenge_id, level,
            )  # fmt: skip
            if hints < 2:
                self.connection.execute(
                    "select progress.reveal_hint(%s, %s, %s, %s)", [challenge_id, level, hints + 1, at]
                )
        self.submit(student, challenge_id, level, at)

    def submit(
        self,
        student: Student,
        challenge_id: UUID,
        level: int,
        at: datetime,
        day: UUID | None = None,
        score: int | None = None,
    ) -> None:
        """Submit a design that passes as often as the student is good, or with a given score."""
        if score is None:
            passed = self.random.random() < student.skill
            score = (
                (100 if self.random.random() < 0.3 else self.random.randrange(80, 100))
                if passed
                else self.random.randrange(79)
            )
        version = self.challenges[challenge_id].version
        params = {
            "challenge": challenge_id,
            "level": level,
            "version": version,
            "score": score,
            "passed": score >= PASS,
            "at": at,
            "day": day,
        }
        self.connection.execute(RECORD, params)
        if score < PASS and day is None and self.random.random() < ASKS:
            self.connection.execute(SUGGEST, params | {"user": student.id})

    def complete_one(self, student: Student, at: datetime) -> datetime:
        """Let a student pass all that is left of one open challenge, two minutes a level; return when they are done."""
        act_as(self.connection, student.id)
        row = self.connection.execute(
            "select p.challenge_id, p.levels_completed from progress.user_challenge_progress as p"
            " inner join curriculum.challenges as c on c.id = p.challenge_id"
            " where p.user_id = %s and p.unlock_date is not null and p.status <> 'completed' order by c.order_in_track, c.slug limit 1",
            [student.id],
        ).fetchone()
        if row is None:
            return at
        for level in sorted(set(range(1, self.challenges[row[0]].levels + 1)) - set(row[1])):
            self.connection.execute("select progress.open_level(%s, %s, %s)", [row[0], level, at])
            at += timedelta(minutes=2)
            self.submit(student, row[0], level, at, score=100)
        return at

    def todays(self, student: Student, at: datetime, score: int) -> None:
        """Submit to the daily challenge."""
        act_as(self.connection, student.id)
        query = "select id, challenge_id, level_number from gamification.daily_challenges where date = %s"
        row = self.connection.execute(query, [at.astimezone(UTC).date()]).fetchone()
        assert row
        self.submit(student, row[1], row[2], at, row[0], score)

    def wander(self, student: Student, at: datetime) -> None:
        """Do something else: the daily challenge, an assessment, a track, a skill, a move to another zone."""
        what = self.random.choice(("day", "day", "assess", "enroll", "skill", "move"))
        if what == "day":
            self.todays(student, at, self.random.choice((40, 85, 100)))
        elif what == "assess":
            self.assess(student, at)
        elif what == "enroll":
            self.connection.execute(
                "insert into progress.user_enrollments (user_id, track_id, enrolled_at) values (%s, %s, %s) on conflict do nothing",
                [student.id, self.random.choice(self.tracks), at],
            )
        elif what == "skill":
            self.grow(student, at)
        else:
            self.connection.execute("select identity.change_time_zone(%s, %s)", [self.random.choice(ZONES), at])

    def assess(self, student: Student, at: datetime) -> None:
        """Take a periodic assessment."""
        started = one(
            self.connection,
            "insert into assessment.assessments (user_id, assessment_type, created_at, expires_at)"
            " values (%s, 'periodic', %s, %s) returning id", student.id, at, at + timedelta(hours=2),
        )  # fmt: skip
        score = min(100, int(100 * student.skill) + self.random.randrange(-10, 11))
        self.connection.execute(
            "select assessment.record_assessment(%s, '[]', '[]', %s::numeric, 'intermediate', '[]', '[]', %s, %s, %s)",
            [started, score, json.dumps(["caching"]), json.dumps(["storage"]), at],
        )

    def grow(self, student: Student, at: datetime, slug: str | None = None, points: int = 100) -> None:
        """Put points into a skill if there are any left."""
        slugs = [
            row[0]
            for row in self.connection.execute("select slug from gamification.skills where is_active order by slug")
        ]
        try:
            with self.connection.transaction():
                query = "select * from gamification.allocate_skill_points(%s, %s, %s)"
                self.connection.execute(query, [slug or self.random.choice(slugs), points, at])
        except psycopg.Error as refusal:
            if refusal.diag.constraint_name not in {"skill-locked", "skill-mastered", "not-enough-points"}:
                raise
