"""Services behind real sites, designed from what their builders have published."""

from typing import Any

from tests.unit.grading.system_design.architecture import PAIR, SERVED, WIDE, Architecture, case
from tests.unit.grading.system_design.small_designs import asks, draw, op


def whatsapp() -> Architecture:
    nodes: dict[str, Any] = {
        "phones": "client",
        "chat": ("websocket_gateway", {"units": 20, "replicas": 20, "shards": 8, "zones": 2}),
        "offline": ("nosql", {"shards": 32, "units": 4, "replicas": 2, "zones": 2, "failover": True}),
        "media": ("object_store", {"units": 20}),
        "mms": ("app_server", {"units": 50, "replicas": 6, "zones": 2}),
    }
    edges = "phones>chat>offline phones>mms>media"
    small = {**nodes, "chat": ("app_server", {"units": 20, "replicas": 20, "shards": 8, "zones": 2})}
    requirements = asks(
        op("message", kind="write", rps=230_000.0, store=["nosql"], payload_bytes=300, work_ms={"nosql": 0.5}),
        op("fetch", rps=40_000.0, store=["nosql"], payload_bytes=300),
        op("image", kind="write", rps=4_600.0, store=["object_store"], payload_bytes=100_000),
        connections=147_000_000,
        items=2_000_000_000,
        item_bytes=300,
    )
    tests = [
        SERVED,
        case("connections", 1, 0, weight=2),
        case("p99", 20, 200, op="message"),
        case("survives", 1, 0.3, fault={"lose": "instance", "type": "nosql"}),
        case("max_rho", 0.8, 1.6, type="nosql"),
    ]
    return Architecture(
        "R. Reed, That's billion with a B: scaling to the next level at WhatsApp, 2014 (147 million open connections)",
        "servers that hold a million connections each",
        draw(nodes, edges),
        draw(small, edges),
        requirements,
        tests,
    )


def netflix() -> Architecture:
    nodes: dict[str, Any] = {
        "screens": "client",
        "names": ("dns", {"units": 100}),
        "open_connect": ("cdn", {"units": 900, "replicas": 12}),
        "elb": ("load_balancer", {"units": 4, "regions": 3, **WIDE}),
        "zuul": ("api_gateway", {"units": 6, "regions": 3, **WIDE}),
        "services": ("app_server", {"units": 100, "regions": 3, **WIDE}),
        "evcache": ("cache", {"units": 10, "shards": 4, "regions": 3, **WIDE}),
        "cassandra": ("nosql", {"shards": 40, "regions": 3, "consistency": "multi_leader", **WIDE}),
        "encoders": ("transcoder", {"units": 60, "replicas": 3}),
        "work": ("queue", {"replicas": 2}),
        "s3": ("object_store", {"units": 12, "regions": 2}),
    }
    edges = "screens>names screens>open_connect>s3 screens>elb>zuul>services>cassandra services>evcache services>work>encoders>s3"
    one_region = {
        name: (kind[0], {**kind[1], "regions": 1}) if isinstance(kind, tuple) else kind for name, kind in nodes.items()
    }
    requirements = asks(
        op(
            "segment",
            rps=2_000_000.0,
            cacheable=True,
            store=["object_store"],
            items=40_000_000,
            item_bytes=2_000_000,
            zipf=1.1,
        ),
        op("browse", rps=100_000.0, cacheable=True, store=["nosql"], items=2_000_000_000, item_bytes=1_000),
        op("viewed", kind="write", rps=20_000.0, store=["nosql"], payload_bytes=500),
        op(
            "encode",
            kind="write",
            rps=0.5,
            async_=True,
            store=["object_store"],
            items=40_000_000,
            item_bytes=2_000_000,
            payload_bytes=200_000_000,
        ),
        regions=3,
    )
    tests = [
        SERVED,
        case("hit", 0.95, 0.5, op="segment"),
        case("survives", 1, 0.3, op="browse", fault={"lose": "region"}, weight=2),
        case("p50", 10, 100, op="browse"),
        case("p99", 160, 800, op="browse"),
        case("availability", 0.9998, 0.999, op="browse", weight=2),
    ]
    return Architecture(
        "Netflix TechBlog: Active-active for multi-regional resiliency, 2013; Open Connect overview; EVCache, 2013",
        "running in three regions at once",
        draw(nodes, edges),
        draw(one_region, edges),
        requirements,
        tests,
    )


def dynamo() -> Architecture:
    nodes: dict[str, Any] = {
        "shops": "client",
        "balancer": ("load_balancer", PAIR),
        "coordinator": ("app_server", {"units": 20, **WIDE}),
        "ring": ("nosql", {"shards": 20, "consistency": "quorum", "read_quorum": 2, "write_quorum": 2, **WIDE}),
    }
    edges = "shops>balancer>coordinator>ring"
    led = {**nodes, "ring": ("nosql", {"shards": 20, **WIDE})}
    requirements = asks(
        op("get", rps=12_000.0, store=["nosql"]),
        op("put", kind="write", rps=3_000.0, store=["nosql"]),
        items=1_000_000_000,
        item_bytes=1_000,
    )
    tests = [
        SERVED,
        case("survives-zone", 1, 0.3, op="put", fault={"lose": "zone"}, weight=2),
        case("fresh", 1, 0, op="get"),
        case("loss_window", 0, 3_600, op="put"),
        case("p99", 300, 3_000),
        case("availability", 0.9997, 0.99, op="put"),
    ]
    return Architecture(
        "G. DeCandia et al., Dynamo: Amazon's highly available key-value store, SOSP 2007 (N=3, R=2, W=2, 300 ms at 99.9 %)",
        "quorums instead of a leader",
        draw(nodes, edges),
        draw(led, edges),
        requirements,
        tests,
    )


def linkedin_kafka() -> Architecture:
    nodes: dict[str, Any] = {
        "services": "client",
        "producers": ("app_server", {"units": 200, "replicas": 8, "zones": 2}),
        "kafka": ("stream", {"shards": 256, "replicas": 3, "zones": 3, "failover": True}),
        "samza": ("stream_processor", {"units": 80, **WIDE}),
        "counts": ("nosql", {"shards": 12, **WIDE, "failover": True}),
        "loader": ("worker", {"units": 200, **WIDE}),
        "hadoop": ("warehouse", {"units": 8, "replicas": 2}),
    }
    edges = "services>producers>kafka kafka>samza>counts kafka>loader>hadoop"
    direct = "services>producers>counts producers>hadoop kafka>samza kafka>loader"
    tiny = {"app_server": 0.2}
    requirements = asks(
        op("publish", kind="write", rps=2_000_000.0, store=["stream"], payload_bytes=100, work_ms=tiny),
        op(
            "count",
            kind="write",
            rps=2_000_000.0,
            store=["nosql"],
            payload_bytes=100,
            work_ms={"nosql": 0.02},
            **{"from": ["stream"]},
        ),
        op(
            "load",
            kind="write",
            rps=2_000_000.0,
            store=["warehouse"],
            payload_bytes=100,
            work_ms={"worker": 0.1, "warehouse": 0.01},
            **{"from": ["stream"]},
        ),
        items=10_000_000_000,
        item_bytes=100,
    )
    tests = [
        SERVED,
        case("path-publish", 1, 0, op="publish", via=[["app_server"]], weight=2),
        case("isolated", 0, 2, op="publish", other="load", type="worker"),
        case("survives", 1, 0.3, op="publish", fault={"lose": "zone"}),
        case("p99", 10, 100, op="publish"),
        case("path-load", 1, 0, op="load", via=[["worker"]]),
    ]
    return Architecture(
        "T. Palino, Running Kafka at scale, LinkedIn 2015; J. Kreps, The log, 2013 (trillions of messages a day, many consumers)",
        "one log between producers and all consumers",
        draw(nodes, edges),
        draw(nodes, direct),
        requirements,
        tests,
    )


def discord() -> Architecture:
    nodes: dict[str, Any] = {
        "users": "client",
        "api": ("app_server", {"units": 200, **WIDE}),
        "coalescing": ("cache", {"shards": 3, "replicas": 3, "zones": 3}),
        "scylla": ("nosql", {"shards": 24, "units": 40, "consistency": "quorum", **WIDE}),
    }
    edges = "users>api>coalescing>scylla"
    requirements = asks(
        op("read", rps=80_000.0, cacheable=True, store=["nosql"], hot_share=0.5),
        op("write", kind="write", rps=20_000.0, store=["nosql"]),
        items=1_000_000_000_000,
        item_bytes=90,
    )
    small = {**nodes, "scylla": ("nosql", {"shards": 24, "units": 4, "consistency": "quorum", **WIDE})}
    tests = [
        SERVED,
        case("hot_key", 0.8, 2.0, type="nosql", weight=2),
        case("storage", 1, 0, weight=2),
        case("fresh", 1, 0, op="read"),
        case("survives", 1, 0.3, fault={"lose": "instance", "type": "nosql"}),
        case("p99", 15, 150, op="read"),
    ]
    return Architecture(
        "B. Ingram, How Discord stores trillions of messages, 2023 (72 ScyllaDB nodes, data services that coalesce hot reads)",
        "few large nodes, and reads of a hot partition answered once",
        draw(nodes, edges),
        draw(small, "users>api>scylla"),
        requirements,
        tests,
    )


ALL = [
    whatsapp,
    netflix,
    dynamo,
    linkedin_kafka,
    discord,
]
