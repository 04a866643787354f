"""Assessments as learners see them: no right answer before the response."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.gamification.achievements.models import AwardedAchievement
from progressive_flow.kernel.http.members import ChallengeReference, Title, TrackReference
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

    type: AssessmentType = Field(
        description="Which assessment: `initial` once, `track_placement` for a track, `periodic` afterwards."
    )
    track: Reference | None = Field(
        default=None, description="Slug of the track to be placed in; for track_placement only."
    )
    skip: bool = Field(default=False, description="Begin as a beginner without questions; for initial only.")


class AskedQuestion(BaseModel):
    """A question as it is asked."""

    id: UUID = Field(description="Id of the question.")
    topic: str = Field(description="Slug of the challenge that teaches it.")
    chapter: int = Field(description="Chapter of `Designing Data-Intensive Applications` that it is about.")
    difficulty: SkillLevel = Field(description="How hard it is; harder ones weigh more.")
    prompt: str = Field(description="The question.")
    options: list[str] = Field(description="Answer with the place of one, counted from 0.")


class QuestionResponse(BaseModel):
    """What a learner answers."""

    model_config = ConfigDict(extra="forbid")

    question_id: UUID = Field(description="Id of the question.")
    option: Annotated[int, Field(ge=0, le=4)] | None = Field(description="Null for no answer.")


class AssessmentResponses(BaseModel):
    """All answers at once; a question that is left out counts as not answered."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"responses": [{"question_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071", "option": 2}]}]
        },
    )

    responses: list[QuestionResponse] = Field(
        min_length=1, max_length=20, description="One for each question that is answered."
    )


class GradedQuestion(AskedQuestion):
    """A question with its answer, once the learner has responded."""

    chosen: int | None = Field(description="Place of the option chosen, counted from 0; null for no answer.")
    correct_option: int = Field(description="Place of the correct option, counted from 0.")
    correct: bool = Field(description="Whether the answer was correct.")
    explanation: str = Field(description="Why the correct option is correct.")


class AssessedSubject(BaseModel):
    """A strength or a weakness."""

    kind: Literal["topic", "category", "chapter"] = Field(description="What `name` names.")
    name: str = Field(description="Slug of a topic, name of a category, number of a chapter.")
    correct: int = Field(description="How many of the questions on it were answered correctly.")
    asked: int = Field(description="How many questions on it were asked.")


class TrackRecommendation(BaseModel):
    """A track to take, and why."""

    track: TrackReference
    title: Title
    why: str = Field(description="Why it is recommended, as a sentence for people.")


class ChallengeRecommendation(BaseModel):
    """A challenge to take, and why."""

    challenge: ChallengeReference
    title: Title
    unlocked: bool = Field(description="Whether the learner may attempt it.")
    why: str = Field(description="Why it is recommended, as a sentence for people.")


class AssessmentResult(BaseModel):
    """What the answers say."""

    score: float = Field(
        ge=0, le=100, description="Share of the questions' weights that was answered correctly, 0 to 100."
    )
    skill_level_recommendation: SkillLevel = Field(description="Skill level that the answers show.")
    track_recommendations: list[TrackRecommendation] = Field(description="Tracks to take, in order.")
    challenge_recommendations: list[ChallengeRecommendation] = Field(
        description="Challenges to take, the weakest subjects first."
    )
    strengths: list[AssessedSubject] = Field(description="What was answered well.")
    weaknesses: list[AssessedSubject] = Field(description="What was answered badly.")
    questions: list[GradedQuestion] = Field(description="The questions with their answers.")


class OpenedByPlacement(BaseModel):
    """A challenge that a placement opened."""

    slug: ChallengeReference
    title: Title


class GradedAssessment(AssessmentResult):
    """The result, and what followed from it."""

    id: UUID = Field(description="Id of the assessment.")
    type: AssessmentType = Field(description="Which assessment it was.")
    track: str | None = Field(description="Reference of the track of a placement; null for the other types.")
    completed_at: datetime = Field(description="When it was answered.")
    unlocked: list[OpenedByPlacement] = Field(description="Challenges that a placement unlocked.")
    achievements: list[AwardedAchievement] = Field(description="Achievements that this unlocked.")


class AssessmentState(BaseModel):
    """Which assessment it is, and how far it is."""

    id: UUID = Field(description="Id of the assessment.")
    type: AssessmentType = Field(description="Which assessment it is.")
    track: str | None = Field(description="Reference of the track of a placement; null for the other types.")
    status: AssessmentStatus = Field(description="`open` until it is answered, skipped or two hours old.")
    created_at: datetime = Field(description="When it began.")
    expires_at: datetime = Field(description="When an open one expires: two hours after it began.")
    completed_at: datetime | None = Field(description="When it was answered or skipped; null until then.")


class Assessment(AssessmentState):
    """An assessment: its questions while it is open, its result once it is completed."""

    questions: list[AskedQuestion] = Field(description="The questions, while it is open; empty afterwards.")
    result: AssessmentResult | None = Field(description="What the answers show; null until it is answered.")


class AssessmentRow(AssessmentState):
    """An assessment in a list."""

    score: float | None = Field(
        description="Share of the questions' weights that was answered correctly, 0 to 100; null until it is answered."
    )
    skill_level_recommendation: SkillLevel | None = Field(
        description="Skill level that the answers show; null until it is answered."
    )


class FoundAssessment(AssessmentState):
    """An assessment as it is stored, its result as JSON."""

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
    achievements: list[AwardedAchievement]
