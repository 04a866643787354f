"""A level in full: what versions store and attempts are graded by."""

from typing import Literal

from pydantic import Field

from progressive_flow.curriculum.authoring.files.cases import Case
from progressive_flow.curriculum.authoring.files.fields import (
    Amount,
    Bytes,
    Items,
    Key,
    LevelNumber,
    Load,
    Payload,
    Share,
    Skew,
    Strict,
    Text,
    Types,
)
from progressive_flow.grading.system_design.design import NodeType

LEVEL_NAMES = ("Connectivity", "Capacity", "Optimization", "Resilience", "Excellence")


class Fanout(Strict):
    """Behind the first node of type ``at``, each request becomes ``factor``."""

    at: NodeType
    factor: float = Field(gt=0, le=1e9)


class Request(Strict):
    """What is said of an operation but for its rate. Sizes default to the workload's; ``store`` lists what can complete
    it, ``from`` where it begins.
    """

    id: Key
    kind: Literal["read", "write"]
    from_: Types | None = Field(default=None, alias="from")
    store: Types
    cacheable: bool = False
    async_: bool = Field(default=False, alias="async")
    fanout: Fanout | None = None
    hot_share: Share = 0.0
    work_ms: dict[NodeType, Amount] | None = None
    items: Items | None = None
    item_bytes: Bytes | None = None
    payload_bytes: Payload | None = None
    zipf: Skew | None = None


class Operation(Request):
    """One kind of request, at ``rps`` a second."""

    rps: Amount


class Data(Strict):
    """How much data there is (``items`` of ``item_bytes``), how unevenly it is wanted (rank^-zipf), from how many
    regions, and by how many who stay connected.
    """

    items: Items
    item_bytes: Bytes
    payload_bytes: Payload | None = None
    zipf: Skew
    regions: int = Field(default=1, ge=1, le=5)
    connections: int = Field(default=0, ge=0, le=10**10)


class Workload(Data):
    """The data and what is done with it."""

    operations: list[Operation] = Field(min_length=1, max_length=8)


class Requirements(Strict):
    """What the design must carry: the workload times ``load``, with these types, by this catalogue."""

    catalogue_version: int
    load: Load
    allowed_types: Types
    workload: Workload


class Criteria(Strict):
    """A level is passed with ``min_score`` of 100 and every test in ``must_pass``."""

    min_score: float = Field(gt=0, le=100)
    must_pass: list[Key]


class Hint(Strict):
    """Revealed in order; ``xp_penalty`` is taken off the level's reward."""

    text: Text
    xp_penalty: int = Field(ge=0, le=1000)


class LevelText(Strict):
    """What is said of a level but for its name and its requirements."""

    level: LevelNumber
    description: Text
    test_cases: list[Case] = Field(min_length=1, max_length=40)
    passing_criteria: Criteria
    xp_reward: int = Field(ge=1, le=10_000)
    estimated_minutes: int = Field(ge=1, le=600)
    hints: list[Hint] = Field(min_length=3, max_length=3)
    solution_approach: Text


class Level(LevelText):
    """One published level of a challenge."""

    name: str
    requirements: Requirements
