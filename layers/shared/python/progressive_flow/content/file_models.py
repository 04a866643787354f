"""The shape of the content files, field by field. What one file says about another is checked in ``file_checks``."""

from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from progressive_flow.content.design import Design, NodeType
from progressive_flow.evaluator import KINDS

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")]
Text = Annotated[str, Field(min_length=1)]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Band = Annotated[list[float], Field(min_length=2, max_length=2)]
Difficulty = Literal["beginner", "intermediate", "advanced"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Lesson(_Strict):
    """What a handful of challenges have in common."""

    slug: Slug
    title: Text
    description: Text


class Module(_Strict):
    """A chapter of a track; its place in the list is its order."""

    slug: Slug
    title: Text
    description: Text
    lessons: list[Lesson] = Field(min_length=1)


class Track(_Strict):
    """A learning track; ``difficulty_level`` is the documents' word for which of the three it is."""

    slug: Slug
    title: Text
    description: Text
    difficulty_level: Literal["fundamentals", "concepts", "systems"]
    estimated_hours: int = Field(ge=1, le=1000)
    order: int = Field(ge=1)
    prerequisites: list[Slug]
    modules: list[Module] = Field(min_length=1)


class OperationFile(_Strict):
    """One kind of request, at ``rps`` a second. Sizes default to the workload's; ``store`` lists what can complete
    it."""

    id: Key
    kind: Literal["read", "write"]
    rps: Amount
    cacheable: bool = False
    async_: bool = Field(default=False, alias="async")
    store: list[NodeType] = Field(min_length=1)
    items: int | None = Field(default=None, ge=1, le=10**13)
    item_bytes: int | None = Field(default=None, ge=1, le=10**12)
    payload_bytes: int | None = Field(default=None, ge=0, le=10**10)
    zipf: float | None = Field(default=None, ge=0, le=3)


class Workload(_Strict):
    """How much data there is (``items`` of ``item_bytes``), how unevenly it is wanted (rank^-zipf), and by whom."""

    items: int = Field(ge=1, le=10**13)
    item_bytes: int = Field(ge=1, le=10**12)
    zipf: float = Field(ge=0, le=3)
    operations: list[OperationFile] = Field(min_length=1, max_length=8)


class Requirements(_Strict):
    """What the design must carry: the workload times ``load``, with these types, by this catalogue."""

    catalogue_version: int
    load: float = Field(gt=0, le=1000)
    allowed_types: list[NodeType] = Field(min_length=1)
    workload: Workload


class Case(_Strict):
    """One test. ``target`` earns all of ``weight``, ``floor`` is where partial credit begins, ``load`` multiplies the
    level's; ``op`` narrows it to an operation, ``type`` to a component type; ``via``, ``from``, ``to`` are for paths.
    """

    id: Key
    kind: str
    op: Key | None = None
    type: NodeType | None = None
    via: list[NodeType] | None = Field(default=None, max_length=4)
    from_: NodeType | list[NodeType] | None = Field(default=None, alias="from")
    to: NodeType | list[NodeType] | None = None
    target: Amount | None = None
    floor: Amount | None = None
    load: float = Field(default=1.0, gt=0, le=1000)
    weight: float = Field(default=1.0, gt=0, le=100)
    hidden: bool = False

    @model_validator(mode="after")
    def _known(self) -> "Case":
        kind = KINDS.get(self.kind)
        if kind is None:
            raise ValueError(f"kind '{self.kind}' is not one of {', '.join(KINDS)}")
        target = kind.target if self.target is None else self.target
        floor = kind.floor if self.floor is None else self.floor
        if target == floor or (target > floor) is not kind.rises:
            raise ValueError(f"floor {floor:g} must be {'below' if kind.rises else 'above'} target {target:g}")
        return self


class Criteria(_Strict):
    """A level is passed with ``min_score`` of 100 and every test in ``must_pass``."""

    min_score: float = Field(gt=0, le=100)
    must_pass: list[Key]


class Hint(_Strict):
    """Revealed in order; ``xp_penalty`` is taken off the level's reward."""

    text: Text
    xp_penalty: int = Field(ge=0, le=1000)


class Level(_Strict):
    """One published level of a challenge."""

    level: int = Field(ge=1, le=5)
    name: str
    description: Text
    requirements: Requirements
    test_cases: list[Case] = Field(min_length=1, max_length=40)
    passing_criteria: Criteria
    xp_reward: int = Field(ge=1, le=10_000)
    estimated_minutes: int = Field(ge=1, le=600)
    hints: list[Hint]
    solution_approach: Text


class WeakerDesign(_Strict):
    """A plausible design that falls short, with the [low, high] score expected of it by level number."""

    name: Text
    design: Design
    expected: dict[int, Band]


class Concept(_Strict):
    """A chapter of the book that the challenge draws on."""

    chapter: int = Field(ge=1, le=12)
    topic: Text


class Challenge(_Strict):
    """One challenge. ``level_count`` levels are planned; those in ``levels`` are published."""

    slug: Slug
    title: Text
    track: Slug
    lesson: Slug
    order: int = Field(ge=1)
    category: Slug
    difficulty: Difficulty
    description: Text
    prerequisites: list[Slug]
    ddia_concepts: list[Concept]
    tags: list[Slug] = Field(min_length=3, max_length=6)
    estimated_minutes: int = Field(ge=5, le=1000)
    xp_base: int = Field(ge=1, le=10_000)
    level_count: int = Field(ge=1, le=5)
    levels: list[Level] = []
    reference_design: Design | None = None
    weaker_designs: list[WeakerDesign] = []


class Content(NamedTuple):
    """All content: tracks by order, challenges by track and order."""

    tracks: list[Track]
    challenges: list[Challenge]


class TracksFile(_Strict):
    """The file ``tracks.yaml``."""

    tracks: list[Track] = Field(min_length=1)
