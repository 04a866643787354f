"""What a design is drawn of: components and connections, with how they are drawn, which no grader reads.

Limits are those of the schema ``sd-graph/1``. A graph may be unfinished; `design` says what makes one that can be graded.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

MAX_NODES = 60
MAX_EDGES = 200
MAX_TEXT = 20_000  # characters of all labels and notes
PRESENTATION = frozenset({"position", "label", "note"})  # members that only say how something is drawn

# The catalogue's types, spelled out because the published schema lists them; a test compares the two.
NodeType = Literal[
    "client",
    "dns",
    "cdn",
    "load_balancer",
    "api_gateway",
    "websocket_gateway",
    "app_server",
    "worker",
    "transcoder",
    "stream_processor",
    "scheduler",
    "cache",
    "database",
    "nosql",
    "time_series",
    "search_index",
    "warehouse",
    "queue",
    "stream",
    "object_store",
    "coordination",
    "external",
]
Consistency = Literal["eventual", "leader", "quorum", "multi_leader"]
NodeId = Annotated[str, Field(strict=True, pattern=r"^[a-z0-9_-]{1,40}$")]
Label = Annotated[str, StringConstraints(max_length=80)]
Coordinate = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False, strict=False)]
STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, json_schema_serialization_defaults_required=True)


class Position(BaseModel):
    """Where something is drawn, in the units of the client that drew it."""

    model_config = STRICT

    x: Coordinate = Field(description="To the right.")
    y: Coordinate = Field(description="Downwards.")


class DesignNode(BaseModel):
    """One component. Sizes that are left out are the smallest."""

    model_config = STRICT

    id: NodeId = Field(description="Names it within the design.")
    type: NodeType = Field(description="What it is: see the component catalogue.")
    units: int = Field(default=1, ge=1, le=1000, description="Size of one instance.")
    replicas: int = Field(default=1, ge=1, le=20, description="Copies in each region.")
    shards: int = Field(default=1, ge=1, le=256, description="Parts that its data is split into.")
    zones: int = Field(default=1, ge=1, le=6, description="Zones over which the replicas are spread.")
    failover: bool = Field(default=False, description="Whether a replica takes over.")
    regions: int = Field(default=1, ge=1, le=5, description="Regions that have it.")
    consistency: Consistency = Field(default="eventual", description="How the copies of a store agree.")
    read_quorum: int | None = Field(
        default=None, ge=1, le=100, description="Copies that must answer a read; a majority if not given."
    )
    write_quorum: int | None = Field(
        default=None, ge=1, le=100, description="Copies that must confirm a write; a majority if not given."
    )
    ttl_seconds: float | None = Field(
        default=None,
        gt=0,
        le=31_536_000,
        allow_inf_nan=False,
        strict=False,
        description="How long a cache may use what it has.",
    )
    dedup: bool = Field(default=False, description="Whether a store refuses a request key that it has seen.")
    position: Position | None = Field(default=None, description="Where it is drawn.")
    label: Label | None = Field(default=None, description="What is written on it.")
    note: Annotated[str, StringConstraints(max_length=1000)] | None = Field(
        default=None, description="What its author wants to remember."
    )


class DesignEdge(BaseModel):
    """A connection along which requests go; answers come back the same way and are not drawn."""

    model_config = STRICT

    source: NodeId = Field(alias="from", description="Id of the component that asks.")
    target: NodeId = Field(alias="to", description="Id of the component that is asked.")
    label: Label | None = Field(default=None, description="What is written along it.")

    @model_validator(mode="after")
    def _joins_two(self) -> "DesignEdge":
        if self.source == self.target:
            raise PydanticCustomError("self_edge", "'{id}' points at itself: remove it.", {"id": self.source})
        return self


class DesignGraph(BaseModel):
    """At most 60 components and 200 connections, finished or not."""

    model_config = STRICT

    schema_: Literal["sd-graph/1"] = Field(alias="schema", description="The form that this follows.")
    nodes: list[DesignNode] = Field(max_length=MAX_NODES, description="The components.")
    edges: list[DesignEdge] = Field(default=[], max_length=MAX_EDGES, description="The connections.")

    @model_validator(mode="after")
    def _is_short(self) -> "DesignGraph":
        """Bound what is kept for good with each attempt."""
        length = sum(len(node.label or "") + len(node.note or "") for node in self.nodes)
        length += sum(len(edge.label or "") for edge in self.edges)
        if length > MAX_TEXT:
            raise PydanticCustomError(
                "too_long",
                "Labels and notes have {length} characters together; at most {most} are kept: shorten the notes.",
                {"length": length, "most": MAX_TEXT},
            )
        return self

    def whole(self) -> dict[str, Any]:
        """Return all of it as plain data, every default written out, and what is not given left out."""
        return self.model_dump(by_alias=True, exclude_none=True)
