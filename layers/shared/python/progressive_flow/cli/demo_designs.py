"""Three answers to the challenge `url-shortener`."""

from typing import Any

Design = dict[str, Any]

_EDGES = [
    {"from": "readers", "to": "balancer"},
    {"from": "balancer", "to": "app"},
    {"from": "app", "to": "cache"},
    {"from": "app", "to": "links"},
]

# Clients ask the store themselves.
WEAK: Design = {
    "schema": "sd-graph/1",
    "nodes": [{"id": "readers", "type": "client"}, {"id": "links", "type": "nosql"}],
    "edges": [{"from": "readers", "to": "links"}],
}

# Level 1: a balancer, an application that asks a cache before the store.
CONNECTED: Design = {
    "schema": "sd-graph/1",
    "nodes": [
        {"id": "readers", "type": "client"},
        {"id": "balancer", "type": "load_balancer"},
        {"id": "app", "type": "app_server"},
        {"id": "cache", "type": "cache"},
        {"id": "links", "type": "nosql"},
    ],
    "edges": _EDGES,
}

# Level 2: the same, with room for the load and for five years of links.
CAPABLE: Design = {
    "schema": "sd-graph/1",
    "nodes": [
        {"id": "readers", "type": "client"},
        {"id": "balancer", "type": "load_balancer", "units": 4},
        {"id": "app", "type": "app_server", "units": 20, "replicas": 4},
        {"id": "cache", "type": "cache", "units": 16},
        {"id": "links", "type": "nosql", "units": 8, "shards": 4, "replicas": 2},
    ],
    "edges": _EDGES,
}
