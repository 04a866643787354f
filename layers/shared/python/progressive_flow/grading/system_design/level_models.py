"""A level of a system design: what a design must carry, how it is tested and when it passes."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from progressive_flow.grading.system_design.design_graph import NodeType
from progressive_flow.grading.system_design.fields import (
    Amount,
    Bytes,
    Items,
    Key,
    Load,
    Payload,
    Share,
    Skew,
    Strict,
    Types,
)


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


# Types of which one is passed; a bare type is a group of one.
Group = Annotated[list[NodeType], BeforeValidator(_listed), Field(min_length=1, max_length=8)]
Via = Annotated[list[Group], Field(max_length=8)]
Visibility = Literal["visible", "points", "hidden"]


class Fanout(Strict):
    """Behind the first node of type ``at``, each request becomes ``factor``."""

    at: NodeType = Field(description="Type of the component that multiplies requests.")
    factor: float = Field(gt=0, le=1e9, description="Requests that one becomes.")


class Request(Strict):
    """What is said of an operation but for its rate. Sizes default to the workload's."""

    id: Key = Field(description="Names the operation within the level.")
    kind: Literal["read", "write"] = Field(description="Whether it reads or writes.")
    from_: Types | None = Field(default=None, alias="from", description="Types of components where it begins.")
    store: Types = Field(description="Types of components that can complete it.")
    cacheable: bool = Field(default=False, description="Whether a cache may answer it.")
    async_: bool = Field(default=False, alias="async", description="Whether the client waits for its arrival alone.")
    fanout: Fanout | None = Field(default=None, description="Where one request becomes several.")
    hot_share: Share = Field(default=0.0, description="Share of the requests that meet the one hottest item.")
    work_ms: dict[NodeType, Amount] | None = Field(
        default=None, description="Milliseconds of work by type of component."
    )
    items: Items | None = Field(default=None, description="How many items it chooses from.")
    item_bytes: Bytes | None = Field(default=None, description="Bytes of a stored item.")
    payload_bytes: Payload | None = Field(default=None, description="Bytes that travel.")
    zipf: Skew | None = Field(default=None, description="Skew of what is wanted: rank to the power of -zipf.")


class Operation(Request):
    """One kind of request, at a rate."""

    rps: Amount = Field(description="Requests a second.")


class Data(Strict):
    """How much data there is, how unevenly it is wanted, from how many regions, and by how many who stay connected."""

    items: Items = Field(description="How many items there are.")
    item_bytes: Bytes = Field(description="Bytes of a stored item.")
    payload_bytes: Payload | None = Field(default=None, description="Bytes that travel, if they differ.")
    zipf: Skew = Field(description="Skew of what is wanted: rank to the power of -zipf.")
    regions: int = Field(default=1, ge=1, le=5, description="Regions that requests come from.")
    connections: int = Field(default=0, ge=0, le=10**10, description="Clients that stay connected.")


class Workload(Data):
    """The data and what is done with it."""

    operations: list[Operation] = Field(min_length=1, max_length=8, description="What is done with the data.")


class Requirements(Strict):
    """What a design must carry: the workload times ``load``, with these types, by this catalogue."""

    catalogue_version: int = Field(description="Version of the component catalogue.")
    load: Load = Field(description="Multiplies every rate.")
    allowed_types: Types = Field(description="Types of components that the level offers.")
    workload: Workload = Field(description="What comes in.")


class Criteria(Strict):
    """A level is passed with ``min_score`` of 100 and every test in ``must_pass``."""

    min_score: float = Field(gt=0, le=100, description="Score that passes, of 100.")
    must_pass: list[Key] = Field(description="Ids of the tests that have to pass.")


class Fault(Strict):
    """What is lost: ``count`` at once of ``type``, or of each component in turn."""

    lose: Literal["instance", "zone", "region", "flush", "service"] = Field(description="What is lost at once.")
    type: NodeType | None = Field(default=None, description="Type of component that is hit; each in turn if null.")
    count: int = Field(default=1, ge=1, le=20, description="How many are lost.")


class Way(Strict):
    """The way of one operation: the groups of types that it passes, in order."""

    op: Key | None = Field(default=None, description="The operation; all of them if null.")
    via: Via = Field(description="Groups of equal types on the way, in this order.")


class TestFields(Strict):
    """What a test may say. ``docs/reference/grading.md`` says what each kind measures, and which of these belong to it."""

    __test__ = False  # no test class, whatever a collector may think

    id: Key = Field(description="Names the test within the level.")
    op: Key | None = Field(default=None, description="The operation that it is narrowed to.")
    other: Key | None = Field(default=None, description="A second operation.")
    type: NodeType | None = Field(default=None, description="A type of component.")
    via: Via | None = Field(default=None, description="Groups of equal types on the way, in this order.")
    ways: list[Way] | None = Field(default=None, min_length=1, description="The ways that all must be there.")
    from_: NodeType | Types | None = Field(default=None, alias="from", description="Where the way begins.")
    to: NodeType | Types | None = Field(default=None, description="Where the way ends.")
    fault: Fault | None = Field(default=None, description="What is lost meanwhile.")
    outage_seconds: Amount | None = Field(default=None, description="How long the fault lasts.")
    recipients: Amount | None = Field(default=None, description="How many receive a message.")
    count: Amount | None = Field(default=None, description="How many there must be.")
    within_ms: Amount | None = Field(default=None, description="Milliseconds within which it must happen.")
    target: Amount | None = Field(default=None, description="Value that earns all of the weight.")
    floor: Amount | None = Field(default=None, description="Value at which partial credit begins.")
    load: Load = Field(default=1.0, description="Multiplies the level's load.")
    weight: float = Field(default=1.0, gt=0, le=100, description="Its share of the score, among all weights.")
    visibility: Visibility = Field(default="visible", description="What learners see of it.")


class ShownTest(TestFields):
    """A test as learners see it before they try; of one with points only, id, weight and visibility are given."""

    kind: str | None = Field(default=None, description="What it measures.")
    goal: str = Field(default="", description="What it asks for in words, at the load of the level or of the day.")
