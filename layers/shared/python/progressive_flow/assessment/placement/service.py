"""Rules on assessments: who may begin which one and when, and what the answers mean."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from progressive_flow.assessment.placement import grading, repository
from progressive_flow.assessment.placement.models import (
    Assessment,
    AssessmentResponses,
    AssessmentResult,
    AssessmentRow,
    BankQuestion,
    FoundAssessment,
    GradedAssessment,
    GradedQuestion,
    NewAssessment,
)
from progressive_flow.assessment.placement.picking import pick
from progressive_flow.assessment.placement.repository import State
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import Problem, conflict, invalid, not_found
from progressive_flow.kernel.principal import Principal

OPEN_FOR = timedelta(hours=2)
# Who answers again at once is tested on memory: of the explanations just read.
PAUSES = {"track_placement": timedelta(days=7), "periodic": timedelta(days=1)}


def start_assessment(db: Transaction, principal: Principal, wanted: NewAssessment) -> Assessment:
    """Begin an assessment, or return the one of this kind that is open; 409 if it is too soon for another."""
    _check(wanted)
    if wanted.skip:
        return show_assessment(db, principal, repository.skip_initial(db))
    queued = repository.find_state(db, principal.id, wanted.type, wanted.track)
    candidates = repository.list_candidates(db, principal.id, wanted.track)
    state = queued.result()
    if state.open_id is not None:
        return show_assessment(db, principal, state.open_id)
    _may_start(wanted, state, db.at)
    id_ = uuid4()
    drawn = pick(id_, wanted.type, candidates)
    started = repository.start(db, id_, wanted.type, state.track_id, drawn, db.at + OPEN_FOR)
    # one trip for both; another call may have been quicker, whose assessment is then shown instead
    return _find(db, principal, id_) or show_assessment(db, principal, started.result())


def show_assessment(db: Transaction, principal: Principal, assessment_id: UUID) -> Assessment:
    """Return one assessment: questions while it is open, the result once it is done."""
    found = _find(db, principal, assessment_id)
    if found is None:
        raise not_found(f"assessment {assessment_id}")
    return found


def _find(db: Transaction, principal: Principal, assessment_id: UUID) -> Assessment | None:
    queued = repository.find_assessment(db, principal.id, assessment_id)
    questions = repository.list_asked(db, principal.id, assessment_id)
    found = queued.result()
    if found is None:
        return None
    return Assessment.model_validate(
        {**found.model_dump(), "questions": [question.model_dump() for question in questions]}
    )


def list_assessments(db: Transaction, principal: Principal, cursor: str | None, limit: int) -> Page[AssessmentRow]:
    """Return the learner's assessments, newest first."""
    key = paging.decode(cursor, datetime.fromisoformat, UUID)
    rows = repository.list_assessments(db, principal.id, (key[0], key[1]) if key else None, limit + 1)
    return paging.page(rows, limit, lambda row: [row.created_at.isoformat(), row.id])


def respond(
    db: Transaction, principal: Principal, assessment_id: UUID, answers: AssessmentResponses
) -> GradedAssessment:
    """Grade the answers and record the result; an assessment is answered once, while it is open."""
    queued = repository.find_assessment(db, principal.id, assessment_id)
    bank = repository.list_bank(db, principal.id, assessment_id)
    catalogue = repository.list_catalogue(db, principal.id, assessment_id)
    found, asked = queued.result(), bank.result()
    if found is None:
        raise not_found(f"assessment {assessment_id}")
    chosen = _chosen(found, asked, answers)
    result = grade(found.track, asked, chosen, catalogue, opens=found.type != "periodic")
    recorded = repository.record(db, assessment_id, answers.responses, result)
    return GradedAssessment.model_validate(
        {
            **result.model_dump(),
            **recorded.model_dump(),
            "id": assessment_id,
            "type": found.type,
            "track": found.track,
            "completed_at": db.at,
        }
    )


def grade(
    placed_in: str | None,
    asked: list[BankQuestion],
    chosen: grading.Chosen,
    catalogue: list[grading.CatalogueChallenge],
    *,
    opens: bool,
) -> AssessmentResult:
    """Compute the score, what is strong and weak, and what to learn next, which the assessment may open."""
    strengths, weaknesses = grading.findings(asked, chosen)
    tracks = grading.recommend_tracks(placed_in, asked, chosen, catalogue)
    return AssessmentResult(
        score=grading.score(asked, chosen),
        skill_level_recommendation=grading.skill_level(asked, chosen),
        track_recommendations=tracks,
        challenge_recommendations=grading.recommend_challenges(tracks, asked, chosen, catalogue, opens=opens),
        strengths=strengths,
        weaknesses=weaknesses,
        questions=[
            GradedQuestion(
                **question.model_dump(exclude={"track", "category"}),
                chosen=chosen.get(question.id),
                correct=grading.is_right(question, chosen),
            )
            for question in asked
        ],
    )


def _check(wanted: NewAssessment) -> None:
    if (wanted.type == "track_placement") != (wanted.track is not None):
        raise invalid("/body/track", "A track_placement names its track, the other types name none.")
    if wanted.skip and wanted.type != "initial":
        raise invalid("/body/skip", "Only the initial assessment can be skipped.")


def _may_start(wanted: NewAssessment, state: State, at: datetime) -> None:
    """Refuse an unknown track, a second initial assessment, and one that comes too soon after the last."""
    if wanted.track is not None and state.track_id is None:
        raise invalid("/body/track", f"There is no track {wanted.track}.")
    if state.completed_at is None:
        return
    pause = PAUSES.get(wanted.type)
    if pause is None:
        raise conflict(
            "assessment-taken", "The initial assessment was taken before: a periodic one shows what has changed."
        )
    if state.completed_at + pause <= at:
        return
    again = state.completed_at + pause
    raise Problem(
        409,
        "too-soon",
        f"This assessment was completed less than {pause.days} day{'s' * (pause.days > 1)} ago: come back at `retry_at`.",
        headers={"retry-after": str(int((again - at).total_seconds()) + 1)},
        extra={"retry_at": again.isoformat()},
    )


def _chosen(found: FoundAssessment, asked: list[BankQuestion], answers: AssessmentResponses) -> grading.Chosen:
    """Return the chosen option by question; refuse answers to what was not asked, twice, or with no such option."""
    if found.status in ("completed", "skipped"):
        raise conflict("assessment-closed", "This assessment was answered or skipped before: see its result.")
    if found.status == "expired":
        raise conflict("assessment-expired", "This assessment has expired: start a new one.")
    known = {item.id: item for item in asked}
    chosen: dict[UUID, int | None] = {}
    for place, response in enumerate(answers.responses):
        question = known.get(response.question_id)
        if question is None:
            raise invalid(f"/body/responses/{place}/question_id", "This assessment does not ask such a question.")
        if response.question_id in chosen:
            raise invalid(f"/body/responses/{place}/question_id", "This question is answered twice.")
        if response.option is not None and response.option >= len(question.options):
            raise invalid(
                f"/body/responses/{place}/option", f"This question has the options 0 to {len(question.options) - 1}."
            )
        chosen[response.question_id] = response.option
    return chosen
