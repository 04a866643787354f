"""Ten real systems, drawn by hand from what their builders have told in public, at about the load that they told.

Each must do well on what it is known for, and badly without the one part that its builders say made the difference. Figures are
rounded, sizes are in the catalogue's units; what a talk does not say is drawn as anyone would.
"""

from typing import Any, NamedTuple

import pytest

from progressive_flow.content.design import Design as DesignModel
from progressive_flow.evaluator import evaluate
from tests.unit.evaluator.drawings import Design, asks, draw, op

GOOD, POOR = 90.0, 75.0
CRITERIA = {"min_score": GOOD}
WIDE: dict[str, Any] = {"replicas": 3, "zones": 3}
PAIR: dict[str, Any] = {"replicas": 2, "zones": 2}
Tests = list[dict[str, Any]]


class Architecture(NamedTuple):
    """A system at its load; ``without`` is the same lacking what it is known for."""

    source: str
    known_for: str
    design: Design
    without: Design
    requirements: dict[str, Any]
    tests: Tests


def test(name: str, target: float, floor: float, **more: Any) -> dict[str, Any]:
    """One test case; its kind is its name up to a dash."""
    return {"id": name, "kind": name.partition("-")[0], "target": target, "floor": floor, **more}


test.__test__ = False  # type: ignore[attr-defined]
SERVED = test("served", 1.0, 0.5, weight=2)


def stack_overflow() -> Architecture:
    nodes: dict[str, Any] = {
        "readers": "client",
        "haproxy": ("load_balancer", PAIR),
        "web": ("app_server", {"units": 48, "replicas": 9, "zones": 3}),
        "redis": ("cache", {"units": 12, "replicas": 2}),
        "sql": ("database", {"units": 12, "replicas": 2, "zones": 2, "failover": True}),
        "elastic": ("search_index", {"units": 2, **WIDE, "failover": True}),
    }
    edges = "readers>haproxy>web>sql web>redis web>elastic"
    work = {"app_server": 20.0}  # the page renders in about 20 ms
    requirements = asks(
        op("page", rps=4_500.0, cacheable=True, work_ms=work, payload_bytes=60_000),
        op("post", kind="write", rps=20.0, work_ms=work),
        op("search", rps=50.0, store=["search_index"], work_ms=work),
        items=30_000_000,
        item_bytes=8_000,
    )
    few = {**nodes, "web": ("app_server", {"units": 24, "replicas": 3, "zones": 3})}
    tests = [
        SERVED,
        test("max_rho", 0.5, 1.5, type="app_server"),
        test("p50", 35, 350, op="page"),
        test("survives", 1, 0.3, fault={"lose": "instance"}),
        test("growth", 1.5, 0.5, op="page"),
    ]
    return Architecture(
        "N. Craver, Stack Overflow: The Architecture, 2016 edition (nine web servers, 209 million requests a day)",
        "web servers that are hardly busy",
        draw(nodes, edges),
        draw(few, edges),
        requirements,
        tests,
    )


def wikipedia() -> Architecture:
    nodes: dict[str, Any] = {
        "readers": "client",
        "edge": ("cdn", {"units": 20, "replicas": 2, "ttl_seconds": 86_400.0}),
        "lvs": ("load_balancer", {"units": 2, **PAIR}),
        "mediawiki": ("app_server", {"units": 60, "replicas": 18, "zones": 2}),
        "memcached": ("cache", {"units": 12, "shards": 6, "replicas": 2}),
        "mariadb": ("database", {"units": 24, "replicas": 6, "zones": 2, "failover": True}),
        "swift": ("object_store", {"units": 4}),
    }
    edges = "readers>edge>lvs>mediawiki>mariadb mediawiki>memcached edge>swift"
    bare = "readers>lvs>mediawiki>mariadb mediawiki>memcached readers>edge>swift"
    work = {"app_server": 80.0}
    requirements = asks(
        op("article", rps=60_000.0, cacheable=True, work_ms=work, items=60_000_000, item_bytes=30_000, zipf=1.1),
        op(
            "image", rps=40_000.0, cacheable=True, store=["object_store"], items=90_000_000, item_bytes=60_000, zipf=1.1
        ),
        op("edit", kind="write", rps=20.0, work_ms=work, payload_bytes=30_000),
    )
    tests = [
        SERVED,
        test("hit", 0.8, 0.2, op="article", weight=2),
        test("p50", 20, 400, op="article"),
        test("staleness", 86_400, 2_592_000, op="article"),
        test("survives", 1, 0.3, op="article", fault={"lose": "instance", "type": "database"}),
    ]
    return Architecture(
        "Wikimedia: Wikimedia servers, and A. Bergsma, Wikimedia architecture (edge caches answer about nine of ten requests)",
        "edge caches before the application",
        draw(nodes, edges),
        draw(nodes, bare),
        requirements,
        tests,
    )


def twitter() -> Architecture:
    nodes: dict[str, Any] = {
        "users": "client",
        "tfe": ("load_balancer", {"units": 8, "replicas": 4, "zones": 2}),
        "timeline": ("app_server", {"units": 100, "replicas": 12, "zones": 3}),
        "ingest": ("app_server", {"units": 20, **WIDE}),
        "queue": ("queue", {"units": 2, **WIDE}),
        "fanout": ("worker", {"units": 70, **WIDE}),
        "redis": ("cache", {"shards": 24, "units": 4, "replicas": 3, "zones": 3}),
        "tweets": ("database", {"units": 4, "shards": 10, "replicas": 3, "zones": 3, "failover": True}),
    }
    edges = "users>tfe>timeline>redis tfe>ingest>tweets ingest>queue>fanout>redis timeline>tweets"
    pull = "users>tfe>timeline>tweets tfe>ingest>tweets ingest>queue>fanout>redis"
    requirements = asks(
        op("home", rps=300_000.0, store=["cache"], payload_bytes=6_000),
        op("tweet", kind="write", rps=6_000.0),
        op(
            "deliver",
            kind="write",
            rps=6_000.0,
            async_=True,
            store=["cache"],
            payload_bytes=20,
            fanout={"at": "worker", "factor": 75},
        ),
        items=200_000_000,
        item_bytes=2_500,
    )
    tests = [
        SERVED,
        test("path-home", 1, 0, op="home", via=["load_balancer", "app_server"], weight=2),
        test("p50", 5, 100, op="home"),
        test("delay", 5, 300, op="deliver"),
        test("fanout", 60, 900, op="deliver", recipients=31_000_000),
        test("survives", 1, 0.3, fault={"lose": "zone"}),
    ]
    return Architecture(
        "R. Krikorian, Timelines at scale, 2013 (300,000 reads/s from lists prepared on 6,000 writes/s, deliveries in 5 s)",
        "home timelines that are written in advance",
        draw(nodes, edges),
        draw(nodes, pull),
        requirements,
        tests,
    )


def instagram() -> Architecture:
    nodes: dict[str, Any] = {
        "phones": "client",
        "cloudfront": ("cdn", {"units": 8}),
        "elb": ("load_balancer", PAIR),
        "django": ("app_server", {"units": 8, "replicas": 15, "zones": 3}),
        "memcached": ("cache", {"units": 6, "replicas": 2, "zones": 2}),
        "postgres": ("database", {"units": 4, "shards": 12, "replicas": 2, "zones": 2, "failover": True}),
        "gearman": ("queue", PAIR),
        "tasks": ("worker", {"units": 70, **WIDE}),
        "s3": "object_store",
    }
    edges = "phones>cloudfront>s3 phones>elb>django>postgres django>memcached django>gearman>tasks>postgres django>s3"
    one = {**nodes, "postgres": "database"}
    requirements = asks(
        op("feed", rps=15_000.0, cacheable=True, items=150_000_000, item_bytes=1_000),
        op(
            "photo", rps=8_000.0, cacheable=True, store=["object_store"], items=150_000_000, item_bytes=60_000, zipf=1.0
        ),
        op("upload", kind="write", rps=90.0, store=["object_store"], items=150_000_000, item_bytes=60_000),
        op("share", kind="write", rps=150.0, async_=True, payload_bytes=500, fanout={"at": "worker", "factor": 30}),
    )
    tests = [
        SERVED,
        test("storage", 1, 0, op="feed", weight=2),
        test("growth", 1.2, 0.5, op="feed"),
        test("survives", 1, 0.3, fault={"lose": "instance", "type": "database"}),
        test("durability", 10, 4, op="upload"),
        test("isolated", 0, 3, op="photo", other="feed"),
    ]
    return Architecture(
        "Instagram Engineering, What powers Instagram, 2011 (twelve PostgreSQL shards, Gearman, S3 and CloudFront)",
        "logical shards of PostgreSQL",
        draw(nodes, edges),
        draw(one, edges),
        requirements,
        tests,
    )


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
        op("picture", kind="write", rps=4_600.0, store=["object_store"], payload_bytes=100_000),
        connections=147_000_000,
        items=2_000_000_000,
        item_bytes=300,
    )
    tests = [
        SERVED,
        test("connections", 1, 0, weight=2),
        test("p99", 20, 200, op="message"),
        test("survives", 1, 0.3, fault={"lose": "instance", "type": "nosql"}),
        test("max_rho", 0.8, 1.6, type="nosql"),
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
        test("hit", 0.95, 0.5, op="segment"),
        test("survives", 1, 0.3, op="browse", fault={"lose": "region"}, weight=2),
        test("p50", 10, 100, op="browse"),
        test("p99", 160, 800, op="browse"),
        test("availability", 0.9998, 0.999, op="browse", weight=2),
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
        test("survives-zone", 1, 0.3, op="put", fault={"lose": "zone"}, weight=2),
        test("fresh", 1, 0, op="get"),
        test("loss_window", 0, 3_600, op="put"),
        test("p99", 300, 3_000),
        test("availability", 0.9997, 0.99, op="put"),
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
        test("path-publish", 1, 0, op="publish", via=["app_server"], weight=2),
        test("isolated", 0, 2, op="publish", other="load", type="worker"),
        test("survives", 1, 0.3, op="publish", fault={"lose": "zone"}),
        test("p99", 10, 100, op="publish"),
        test("path-load", 1, 0, op="load", via=["worker"]),
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
        test("hot_key", 0.8, 2.0, type="nosql", weight=2),
        test("storage", 1, 0, weight=2),
        test("fresh", 1, 0, op="read"),
        test("survives", 1, 0.3, fault={"lose": "instance", "type": "nosql"}),
        test("p99", 15, 150, op="read"),
    ]
    return Architecture(
        "B. Ingram, How Discord stores trillions of messages, 2023 (72 ScyllaDB nodes, data services that coalesce hot reads)",
        "few large nodes, and reads of a hot partition answered once",
        draw(nodes, edges),
        draw(small, "users>api>scylla"),
        requirements,
        tests,
    )


def facebook_memcache() -> Architecture:
    nodes: dict[str, Any] = {
        "people": "client",
        "l7": ("load_balancer", {"units": 20, "replicas": 4, "zones": 2}),
        "web": ("app_server", {"units": 400, "replicas": 12, "zones": 3}),
        "memcache": ("cache", {"shards": 60, "units": 12, "replicas": 2, "zones": 2}),
        "mysql": ("database", {"shards": 48, "units": 6, "replicas": 3, "zones": 3, "failover": True}),
    }
    edges = "people>l7>web>mysql web>memcache"
    requirements = asks(
        op("get", rps=1_000_000.0, cacheable=True, items=10_000_000_000, item_bytes=500, zipf=1.0),
        op("set", kind="write", rps=20_000.0, payload_bytes=500),
    )
    tests = [
        SERVED,
        test("hit", 0.9, 0.2, op="get", weight=2),
        test("staleness", 1, 600, op="get"),
        test("p50", 5, 100, op="get"),
        test("survives", 1, 0.3, fault={"lose": "instance", "type": "cache"}),
    ]
    return Architecture(
        "R. Nishtala et al., Scaling Memcache at Facebook, NSDI 2013 (look-aside cache; deletes after each write)",
        "a look-aside cache that holds most of what is asked for",
        draw(nodes, edges),
        draw(nodes, "people>l7>web>mysql"),
        requirements,
        tests,
    )


ALL = [
    stack_overflow, wikipedia, twitter, instagram, whatsapp, netflix, dynamo, linkedin_kafka, discord, facebook_memcache,
]  # fmt: skip


@pytest.mark.parametrize("make", ALL, ids=lambda make: str(make.__name__))
def test_a_real_architecture_does_well_and_needs_what_it_is_known_for(make: Any) -> None:
    system: Architecture = make()
    scores: list[float] = []
    for design in (system.design, system.without):
        DesignModel.model_validate(design)
        found = evaluate(design, system.requirements, system.tests, CRITERIA)
        scores.append(found.score)
        told = [f"{r['id']} {r['score']} {r['message']}" for r in found.test_results]
        assert (found.score >= GOOD) is (design is system.design), (system.known_for, found.score, told)
    assert scores[1] <= POOR, system.known_for


def test_there_are_ten_and_each_says_where_it_comes_from() -> None:
    found = [make() for make in ALL]
    assert len({system.source for system in found}) == 10
    assert all(len(system.source) > 40 and len(system.known_for) > 15 for system in found)
