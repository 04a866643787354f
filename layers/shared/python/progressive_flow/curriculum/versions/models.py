"""Versions of a challenge, as learners see them."""

from datetime import datetime

from pydantic import BaseModel, Field


class ChallengeVersion(BaseModel):
    """What a version changed."""

    version: int = Field(description="Number of the version, as in attempts.")
    label: str = Field(description="The version for people: the first number rises when solutions of before may fail.")
    changelog: str = Field(description="What changed.")
    is_compatible: bool = Field(description="Whether solutions of the version before still passed.")
    published_at: datetime = Field(description="When it went live.")
