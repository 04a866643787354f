"""Events about assessments."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.assessment.placement.models import AssessmentType, SkillLevel
from progressive_flow.kernel.events.models import Event


class PlacedChallenge(BaseModel):
    """A challenge that a placement unlocked."""

    slug: str = Field(description="Reference of the challenge.")
    title: str = Field(description="Title of the challenge.")


class AssessmentCompleted(Event):
    """A learner's responses to an assessment were graded."""

    topic: ClassVar[str] = "assessment.completed"

    assessment_id: UUID = Field(description="Id of the assessment.")
    type: AssessmentType = Field(description="Type of the assessment.")
    score: float = Field(description="Score of the responses, 0 to 100.")
    skill_level: SkillLevel = Field(description="Skill level that the assessment recommends.")
    unlocked: list[PlacedChallenge] = Field(description="Challenges that a placement unlocked.")


class AssessmentSkipped(Event):
    """A learner declined the initial assessment and begins as a beginner."""

    topic: ClassVar[str] = "assessment.skipped"

    assessment_id: UUID = Field(description="Id of the assessment.")
