"""Statements on assessments."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb
from pydantic import BaseModel

from progressive_flow.assessment.placement.grading import CatalogueChallenge
from progressive_flow.assessment.placement.models import (
    AskedQuestion,
    AssessmentResult,
    AssessmentRow,
    BankQuestion,
    FoundAssessment,
    QuestionResponse,
    RecordedAssessment,
)
from progressive_flow.assessment.placement.picking import Candidate
from progressive_flow.curriculum.positions import ORDER
from progressive_flow.kernel.database.transactions import Deferred, Transaction

ROW_COLUMNS = """
    a.id, a.assessment_type as type, t.ref as track, a.created_at, a.expires_at, a.completed_at,
    case
        when a.skipped then 'skipped' when a.completed_at is not null then 'completed'
        when a.expires_at <= %(at)s then 'expired' else 'open'
    end as status
"""
# The learner's last assessment of the type, and of the track for a placement.
STATE = """
select
    t.id as track_id,
    (
        select a.id from assessment.assessments as a
        where
            a.user_id = %(me)s and a.assessment_type = %(type)s and a.track_id is not distinct from t.id
            and a.completed_at is null and a.expires_at > %(at)s
        order by a.created_at desc
        limit 1
    ) as open_id,
    (
        select max(a.completed_at) from assessment.assessments as a
        where
            a.user_id = %(me)s and a.assessment_type = %(type)s and a.track_id is not distinct from t.id and not a.skipped
    ) as completed_at
from (values (true)) as always (here)
left join curriculum.learning_tracks as t on t.ref = %(track)s::text and t.is_active and t.is_published
"""
CANDIDATES = """
select
    q.id, c.ref as topic, t.ref as track, c.category, q.chapter, q.difficulty,
    case
        when c.ref in (
            select finding.value ->> 'name'
            from (
                select r.weaknesses from assessment.assessment_results as r
                where r.user_id = %(me)s
                order by r.completed_at desc, r.id desc
                limit 1
            ) as last_result
            cross join lateral jsonb_array_elements(last_result.weaknesses) as finding (value)
            where finding.value ->> 'kind' = 'topic'
        ) then 0
        when cardinality(p.levels_completed) > 0 then 1
        else 2
    end as topic_priority
from assessment.assessment_questions as q
inner join curriculum.live_challenges as c on c.id = q.challenge_id
inner join curriculum.learning_tracks as t on t.id = c.track_id
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
where
    q.is_active
    and case when %(track)s::text is null then c.organization_id = identity.public_organization() else t.ref = %(track)s end
"""
START = "select assessment.start_assessment(%s, %s, %s, %s, %s, %s) as id"
SKIP = "select assessment.skip_initial(%s)"
ASSESSMENT = f"""
select {ROW_COLUMNS},
    case when r.id is not null then jsonb_build_object(
        'score', r.score, 'skill_level_recommendation', r.skill_level_recommendation,
        'track_recommendations', r.track_recommendations, 'challenge_recommendations', r.challenge_recommendations,
        'strengths', r.strengths, 'weaknesses', r.weaknesses, 'questions', r.questions
    ) end as result
from assessment.assessments as a
left join curriculum.learning_tracks as t on t.id = a.track_id
left join assessment.assessment_results as r on r.assessment_id = a.id
where a.id = %(id)s and a.user_id = %(me)s
"""
ASKED = """
select q.id, c.ref as topic, q.chapter, q.difficulty, q.prompt, q.options
from assessment.assessments as a
cross join lateral unnest(a.question_ids) with ordinality as asked (id, place)
inner join assessment.assessment_questions as q on q.id = asked.id
inner join curriculum.challenges as c on c.id = q.challenge_id
where a.id = %(id)s and a.user_id = %(me)s and a.completed_at is null and a.expires_at > %(at)s
order by asked.place
"""
BANK = """
select
    q.id, c.ref as topic, q.chapter, q.difficulty, q.prompt, q.options, t.ref as track, c.category, q.correct_option,
    q.explanation
from assessment.assessments as a
cross join lateral unnest(a.question_ids) with ordinality as asked (id, place)
inner join assessment.assessment_questions as q on q.id = asked.id
inner join curriculum.challenges as c on c.id = q.challenge_id
inner join curriculum.learning_tracks as t on t.id = c.track_id
where a.id = %(id)s and a.user_id = %(me)s
order by asked.place
"""
CATALOGUE = f"""
select
    c.ref as slug, c.title, t.ref as track, t.title as track_title,
    array(
        select before.ref
        from curriculum.track_prerequisites as edge
        inner join curriculum.learning_tracks as before on before.id = edge.prerequisite_id
        where edge.track_id = t.id
    ) as track_needs,
    coalesce(p.status = 'completed', false) as completed, p.unlock_date is not null as unlocked
from curriculum.live_challenges as c
inner join curriculum.learning_tracks as t on t.id = c.track_id
left join progress.user_challenge_progress as p on p.challenge_id = c.id and p.user_id = %(me)s
where
    c.organization_id = identity.public_organization()
    or c.track_id = (select a.track_id from assessment.assessments as a where a.id = %(id)s and a.user_id = %(me)s)
order by {ORDER}
"""
RECORD = """
select unlocked, achievements
from assessment.record_assessment(%s, %s, %s, %s::numeric, %s, %s, %s, %s, %s, %s)
"""
ASSESSMENTS = f"""
select {ROW_COLUMNS}, r.score, r.skill_level_recommendation
from assessment.assessments as a
left join curriculum.learning_tracks as t on t.id = a.track_id
left join assessment.assessment_results as r on r.assessment_id = a.id
where
    a.user_id = %(me)s
    and (%(before)s::timestamptz is null or (a.created_at, a.id) < (%(before)s, %(before_id)s::uuid))
order by a.created_at desc, a.id desc
limit %(limit)s
"""


class State(NamedTuple):
    """How a learner stands to a type of assessment."""

    track_id: UUID | None
    open_id: UUID | None
    completed_at: datetime | None


def find_state(db: Transaction, me: UUID, type_: str, track: str | None) -> Deferred[State]:
    """Queue the question for the learner's last assessment of a type."""
    return db.defer_one(State, STATE, {"me": me, "type": type_, "track": track, "at": db.at})


def list_candidates(db: Transaction, me: UUID, track: str | None) -> list[Candidate]:
    """Return the bank without texts and answers, of one track or of all."""
    return db.fetch_all(Candidate, CANDIDATES, {"me": me, "track": track})


def start(
    db: Transaction, id_: UUID, type_: str, track_id: UUID | None, question_ids: Sequence[UUID], expires_at: datetime
) -> Deferred[UUID]:
    """Queue the storing of a new assessment; its id, or that of the one that another call opened meanwhile."""
    return db.defer_value(UUID, START, [id_, type_, track_id, list(question_ids), expires_at, db.at])


def skip_initial(db: Transaction) -> UUID:
    """Close the initial assessment without questions."""
    return db.fetch_value(UUID, SKIP, [db.at])


def find_assessment(db: Transaction, me: UUID, id_: UUID) -> Deferred[FoundAssessment | None]:
    """Queue the question for one of the learner's assessments."""
    return db.defer_optional(FoundAssessment, ASSESSMENT, {"me": me, "id": id_, "at": db.at})


def list_asked(db: Transaction, me: UUID, id_: UUID) -> list[AskedQuestion]:
    """Return an open assessment's questions, without their answers."""
    return db.fetch_all(AskedQuestion, ASKED, {"me": me, "id": id_, "at": db.at})


def list_bank(db: Transaction, me: UUID, id_: UUID) -> Deferred[list[BankQuestion]]:
    """Queue the same with their answers, for grading."""
    return db.defer_all(BankQuestion, BANK, {"me": me, "id": id_})


def list_catalogue(db: Transaction, me: UUID, id_: UUID) -> list[CatalogueChallenge]:
    """Return the platform's challenges, and those of an assessment's track, in the tracks' order with the learner's state."""
    return db.fetch_all(CatalogueChallenge, CATALOGUE, {"me": me, "id": id_})


def record(
    db: Transaction, id_: UUID, responses: Sequence[QuestionResponse], result: AssessmentResult
) -> RecordedAssessment:
    """Record a result with all that follows from it, in one call."""
    params = [
        id_,
        _json(result.questions),
        _json(responses),
        result.score,
        result.skill_level_recommendation,
        _json(result.track_recommendations),
        _json(result.challenge_recommendations),
        _json(result.strengths),
        _json(result.weaknesses),
        db.at,
    ]
    return db.fetch_one(RecordedAssessment, RECORD, params)


def list_assessments(
    db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[AssessmentRow]:
    """Return the learner's assessments, newest first."""
    at, id_ = before or (None, None)
    return db.fetch_all(
        AssessmentRow, ASSESSMENTS, {"me": me, "before": at, "before_id": id_, "limit": limit, "at": db.at}
    )


def _json(models: Sequence[Any]) -> Jsonb:
    rows: list[Any] = [model.model_dump(mode="json") for model in models if isinstance(model, BaseModel)]
    return Jsonb(rows)
