"""A challenge: as its author writes it (``ChallengeFile``), and with every level in full (``Challenge``)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallenge, CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.facts import Facts
from progressive_flow.curriculum.authoring.files.fields import Band, LevelNumber, Text
from progressive_flow.curriculum.authoring.files.levels import Level, LevelText
from progressive_flow.curriculum.authoring.files.tracks import Track
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.fields import Amount, Bytes, Items, Key, Load, Payload, Skew, Strict, Types
from progressive_flow.grading.system_design.level_models import Data, Request, Workload


class WeakerDesign(Strict):
    """A design that people really submit and that falls short: ``why`` they do, and the [low, high] score expected of
    it by level.
    """

    name: Text
    why: Text
    design: Design
    expected: dict[LevelNumber, Band]


class Harmless(Strict):
    """A change to the reference, as the check prints it, that no test finds, and why that is right."""

    change: Text
    why: Text


class Daily(Strict):
    """What replaces the level's requirements when the challenge is the day's."""

    load: Load | None = None
    allowed_types: Types | None = None
    workload: Workload | None = None


class OperationFile(Request):
    """An operation with its usual rate; ``levels`` if it takes part in some of them only."""

    rps: Amount | None = None
    levels: list[LevelNumber] | None = Field(default=None, min_length=1)


class WorkloadFile(Data):
    """The challenge's workload, which levels change."""

    operations: list[OperationFile] = Field(min_length=1, max_length=8)


class WorkloadChange(Strict):
    """Figures of the workload that are others on one level."""

    items: Items | None = None
    item_bytes: Bytes | None = None
    payload_bytes: Payload | None = None
    zipf: Skew | None = None
    regions: int | None = Field(default=None, ge=1, le=5)
    connections: int | None = Field(default=None, ge=0, le=10**10)


class LevelFile(LevelText):
    """A level as written: how it differs from the challenge's workload, and what it asks."""

    load: Load = 1.0
    rates: dict[Key, Amount] = Field(default={})
    workload: WorkloadChange = WorkloadChange()
    allowed_types: Types | None = None


class DesignFacts(Facts):
    """What is said of a challenge of system design but for its levels."""

    daily: Daily | None = None
    reference_design: Design | None = None
    weaker_designs: list[WeakerDesign] = Field(default=[])
    harmless_mutants: list[Harmless] = Field(default=[])


class ChallengeFile(DesignFacts):
    """The file ``challenge.yaml``."""

    catalogue_version: int | None = None
    allowed_types: Types | None = None
    workload: WorkloadFile | None = None
    levels: list[LevelFile] = Field(default=[])


class ChallengeDocument(ChallengeFile):
    """A challenge as its author writes it, with its statement."""

    statement: str = ""


class Challenge(DesignFacts):
    """A challenge with its levels in full and its statement, empty while nobody has written it."""

    statement: str
    levels: list[Level]


class Content(NamedTuple):
    """All content: tracks by order, challenges by track and order; `documents` are challenges as they were written, by slug."""

    tracks: list[Track]
    challenges: list[Challenge]
    documents: Mapping[str, ChallengeDocument | CodeChallengeDocument]
    code: Sequence[CodeChallenge] = ()

    @property
    def all(self) -> list[Facts]:
        """The challenges of every kind."""
        return [*self.challenges, *self.code]
