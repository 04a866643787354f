"""Assessments as learners see them: no right answer before the response."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.kernel.http.parameters import Reference

AssessmentId = Annotated[UUID, Field(description="Id of an assessment.")]
AssessmentType = Literal["initial", "track_placement", "periodic"]
AssessmentStatus = Literal["open", "completed", "skipped", "expired"]
SkillLevel = Literal["beginner", "intermediate", "advanced"]


class NewAssessment(BaseModel):
    """Which assessment to begin."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"type": "initial"}, {"type": "track_placement", "track": "concepts"}]},
    )

    type: AssessmentType
    track: Reference | None = Field(
        default=None, description="Slug of the track to be placed in; for track_placement only."
    )
    skip: bool = Field(default=False, description="Begin as a beginner without questions; for initial only.")


class AskedQuestion(BaseModel):
    """A question as it is asked."""

    id: UUID
    topic: str = Field(description="Slug of the challenge that teaches it.")
    chapter: int
    difficulty: SkillLevel
    prompt: str
    options: list[str] = Field(description="Answer with the place of one, counted from 0.")


class QuestionResponse(BaseModel):
    """What a learner answers."""

    model_config = ConfigDict(extra="forbid")

    question_id: UUID
    option: Annotated[int, Field(ge=0, le=4)] | None = Field(description="Null for no answer.")


class AssessmentResponses(BaseModel):
    """All answers at once; a question that is left out counts as not answered."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"responses": [{"question_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071", "option": 2}]}]
        },
    )

    responses: list[QuestionResponse] = Field(min_length=1, max_length=20)


class GradedQuestion(AskedQuestion):
    """A question with its answer, once the learner has responded."""

    chosen: int | None
    correct_option: int
    correct: bool
    explanation: str


class Finding(BaseModel):
    """A strength or a weakness."""

    kind: Literal["topic", "category", "chapter"]
    name: str = Field(description="Slug of a topic, name of a category, number of a chapter.")
    correct: int
    asked: int


class TrackRecommendation(BaseModel):
    """A track to take, and why."""

    track: str
    title: str
    why: str


class ChallengeRecommendation(BaseModel):
    """A challenge to take, and why."""

    challenge: str
    title: str
    unlocked: bool
    why: str


class AssessmentResult(BaseModel):
    """What the answers say."""

    score: float = Field(ge=0, le=100)
    skill_level_recommendation: SkillLevel
    track_recommendations: list[TrackRecommendation]
    challenge_recommendations: list[ChallengeRecommendation]
    strengths: list[Finding]
    weaknesses: list[Finding]
    questions: list[GradedQuestion]


class OpenedByPlacement(BaseModel):
    """A challenge that a placement opened."""

    slug: str
    title: str


class AchievedByAssessment(BaseModel):
    """An achievement that the assessment brought."""

    slug: str
    name: str
    xp_reward: int


class GradedAssessment(AssessmentResult):
    """The result, and what followed from it."""

    id: UUID
    type: AssessmentType
    track: str | None
    completed_at: datetime
    unlocked: list[OpenedByPlacement]
    achievements: list[AchievedByAssessment]


class Assessment(BaseModel):
    """An assessment: its questions while it is open, its result once it is completed."""

    id: UUID
    type: AssessmentType
    track: str | None
    status: AssessmentStatus
    created_at: datetime
    expires_at: datetime
    completed_at: datetime | None
    questions: list[AskedQuestion]
    result: AssessmentResult | None


class AssessmentRow(BaseModel):
    """An assessment in a list."""

    id: UUID
    type: AssessmentType
    track: str | None
    status: AssessmentStatus
    created_at: datetime
    expires_at: datetime
    completed_at: datetime | None
    score: float | None
    skill_level_recommendation: SkillLevel | None


class FoundAssessment(BaseModel):
    """An assessment as it is stored, its result as JSON."""

    id: UUID
    type: AssessmentType
    track: str | None
    status: AssessmentStatus
    created_at: datetime
    expires_at: datetime
    completed_at: datetime | None
    result: dict[str, Any] | None


class BankQuestion(AskedQuestion):
    """A question with all that grading needs; never sent to anybody as it is."""

    track: str
    category: str
    correct_option: int
    explanation: str


class RecordedAssessment(BaseModel):
    """What the database says of a result it recorded."""

    unlocked: list[OpenedByPlacement]
    achievements: list[AchievedByAssessment]
