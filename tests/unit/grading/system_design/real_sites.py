"""Real sites and feeds, designed from what their builders have published."""

from typing import Any

from tests.unit.grading.system_design.architecture import PAIR, SERVED, WIDE, Architecture, case
from tests.unit.grading.system_design.small_designs import asks, draw, op


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
        case("max_rho", 0.5, 1.5, type="app_server"),
        case("p50", 35, 350, op="page"),
        case("survives", 1, 0.3, fault={"lose": "instance"}),
        case("growth", 1.5, 0.5, op="page"),
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
        case("hit", 0.8, 0.2, op="article", weight=2),
        case("p50", 20, 400, op="article"),
        case("staleness", 86_400, 2_592_000, op="article"),
        case("survives", 1, 0.3, op="article", fault={"lose": "instance", "type": "database"}),
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
        case("path-home", 1, 0, op="home", via=[["load_balancer"], ["app_server"]], weight=2),
        case("p50", 5, 100, op="home"),
        case("delay", 5, 300, op="deliver"),
        case("fanout", 60, 900, op="deliver", recipients=31_000_000),
        case("survives", 1, 0.3, fault={"lose": "zone"}),
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
        case("storage", 1, 0, op="feed", weight=2),
        case("growth", 1.2, 0.5, op="feed"),
        case("survives", 1, 0.3, fault={"lose": "instance", "type": "database"}),
        case("durability", 10, 4, op="upload"),
        case("isolated", 0, 3, op="photo", other="feed"),
    ]
    return Architecture(
        "Instagram Engineering, What powers Instagram, 2011 (twelve PostgreSQL shards, Gearman, S3 and CloudFront)",
        "logical shards of PostgreSQL",
        draw(nodes, edges),
        draw(one, edges),
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
        case("hit", 0.9, 0.2, op="get", weight=2),
        case("staleness", 1, 600, op="get"),
        case("p50", 5, 100, op="get"),
        case("survives", 1, 0.3, fault={"lose": "instance", "type": "cache"}),
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
    stack_overflow,
    wikipedia,
    twitter,
    instagram,
    facebook_memcache,
]
