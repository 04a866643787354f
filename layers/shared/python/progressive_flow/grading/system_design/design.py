"""A learner's system design, as submitted: the only way into the evaluator.

Limits and rules are those of the schema ``sd-graph/1``. Anything that passes can be evaluated; anything that cannot be
is refused here, with a message that says what to change.
"""

from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from progressive_flow.kernel.cycles import find_cycle

MAX_NODES = 60
MAX_EDGES = 200

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
_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True)


class DesignNode(BaseModel):
    """One component. ``units`` is the size of an instance, ``replicas`` how many copies in each of ``regions``, ``shards``
    how many parts the data is split into, ``zones`` over how many zones the replicas are spread, ``failover`` whether a
    replica takes over. ``consistency`` and quorums say which copies of a store must answer (a majority if not given),
    ``ttl_seconds`` how long a cache may use what it has, ``dedup`` that a store refuses a request key it has seen.
    """

    model_config = _STRICT

    id: NodeId
    type: NodeType
    units: int = Field(default=1, ge=1, le=1000)
    replicas: int = Field(default=1, ge=1, le=20)
    shards: int = Field(default=1, ge=1, le=256)
    zones: int = Field(default=1, ge=1, le=6)
    failover: bool = False
    regions: int = Field(default=1, ge=1, le=5)
    consistency: Consistency = "eventual"
    read_quorum: int | None = Field(default=None, ge=1, le=100)
    write_quorum: int | None = Field(default=None, ge=1, le=100)
    ttl_seconds: float | None = Field(default=None, gt=0, le=31_536_000, allow_inf_nan=False, strict=False)
    dedup: bool = False


class DesignEdge(BaseModel):
    """A connection along which requests go; answers come back the same way and are not drawn."""

    model_config = _STRICT

    source: NodeId = Field(alias="from")
    target: NodeId = Field(alias="to")

    @model_validator(mode="after")
    def _joins_two(self) -> "DesignEdge":
        if self.source == self.target:
            raise PydanticCustomError("self_edge", "'{id}' points at itself: remove it.", {"id": self.source})
        return self


class Design(BaseModel):
    """At most 60 components and 200 connections, without cycles. A design without components is valid."""

    model_config = _STRICT

    schema_: Literal["sd-graph/1"] = Field(alias="schema")
    nodes: list[DesignNode] = Field(max_length=MAX_NODES)
    edges: list[DesignEdge] = Field(default=[], max_length=MAX_EDGES)

    @field_validator("nodes")
    @classmethod
    def _distinct(cls, nodes: list[DesignNode]) -> list[DesignNode]:
        for name, count in Counter(node.id for node in nodes).items():
            if count > 1:
                raise PydanticCustomError(
                    "duplicate_id", "{count} components are called '{id}': rename them.", {"id": name, "count": count}
                )
        return nodes

    @field_validator("edges")
    @classmethod
    def _connected(cls, edges: list[DesignEdge], info: ValidationInfo) -> list[DesignEdge]:
        if "nodes" not in info.data:  # the nodes are wrong, and that is what is reported
            return edges
        known = {node.id for node in info.data["nodes"]}
        _check_ends(edges, known)
        _check_repeats(edges)
        cycle = _find_cycle(edges)
        if cycle:
            raise PydanticCustomError(
                "cycle",
                "The connections form a cycle: {path}. Remove one of these edges.",
                {"path": " -> ".join(cycle)},
            )
        return edges

    def as_graph(self) -> dict[str, Any]:
        """The plain mapping that is evaluated and stored, every default written out."""
        return {
            "schema": self.schema_,
            "nodes": [node.model_dump(exclude_none=True) for node in self.nodes],
            "edges": [{"from": edge.source, "to": edge.target} for edge in self.edges],
        }


def _check_ends(edges: list[DesignEdge], known: set[str]) -> None:
    for position, edge in enumerate(edges):
        for end in (edge.source, edge.target):
            if end not in known:
                raise PydanticCustomError(
                    "dangling_edge",
                    "Edge {position} names '{id}', which is not a component: add it or remove the edge.",
                    {"id": end, "position": position},
                )


def _check_repeats(edges: list[DesignEdge]) -> None:
    seen: set[tuple[str, str]] = set()
    for edge in edges:
        if (edge.source, edge.target) in seen:
            raise PydanticCustomError(
                "duplicate_edge",
                "'{source}' is connected to '{target}' more than once: one edge is enough.",
                {"source": edge.source, "target": edge.target},
            )
        seen.add((edge.source, edge.target))


def _find_cycle(edges: list[DesignEdge]) -> list[str]:
    sources: dict[str, list[str]] = {}
    for edge in edges:
        sources.setdefault(edge.target, []).append(edge.source)
    return find_cycle(sources)
