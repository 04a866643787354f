"""Three answers to the challenge `url-shortener`."""

from typing import Any

Design = dict[str, Any]

_NODES = [
    {"id": "readers", "type": "client"},
    {"id": "balancer", "type": "load_balancer"},
    {"id": "app", "type": "app_server"},
    {"id": "cache", "type": "cache"},
    {"id": "links", "type": "nosql"},
    {"id": "clicks", "type": "queue"},
    {"id": "counter", "type": "worker"},
    {"id": "reports", "type": "database"},
]
_EDGES = [
    {"from": "readers", "to": "balancer"},
    {"from": "balancer", "to": "app"},
    {"from": "app", "to": "cache"},
    {"from": "app", "to": "links"},
    {"from": "app", "to": "clicks"},
    {"from": "clicks", "to": "counter"},
    {"from": "counter", "to": "reports"},
]

# Counts are never written: the worker has no database to write them to.
WEAK: Design = {"schema": "sd-graph/1", "nodes": _NODES, "edges": _EDGES[:-1]}

# Level 1: a balancer, an application that asks a cache before the store, and counts that are worked off behind a queue.
CONNECTED: Design = {"schema": "sd-graph/1", "nodes": _NODES, "edges": _EDGES}

# Level 2: the same, with capacity for the load and for five years of links.
CAPABLE: Design = {
    "schema": "sd-graph/1",
    "nodes": [
        {"id": "readers", "type": "client"},
        {"id": "balancer", "type": "load_balancer", "units": 4},
        {"id": "app", "type": "app_server", "units": 20, "replicas": 4},
        {"id": "cache", "type": "cache", "units": 16},
        {"id": "links", "type": "nosql", "units": 6, "shards": 4, "replicas": 2},
        {"id": "clicks", "type": "queue", "units": 2},
        {"id": "counter", "type": "worker", "units": 8},
        {"id": "reports", "type": "database", "units": 2},
    ],
    "edges": _EDGES,
}
