"""The first catalogue: times and sizes only. Kept so that attempts graded by it can be graded again."""

from progressive_flow.grading.system_design.engine.component import Component

COMPONENTS: dict[str, Component] = {
    "client": Component(read_ms=0.0, write_ms=0.0, parallel=1),
    "dns": Component(read_ms=1.0, write_ms=1.0, parallel=100, scv=4.0),
    "cdn": Component(read_ms=4.0, write_ms=4.0, parallel=256, mb_per_s=25.0, memory_gb=64.0, max_hit=0.99),
    "load_balancer": Component(read_ms=0.25, write_ms=0.25, parallel=8, scv=0.5),
    "app_server": Component(read_ms=2.0, write_ms=3.0, parallel=1),
    "worker": Component(read_ms=10.0, write_ms=10.0, parallel=1),
    "cache": Component(read_ms=0.2, write_ms=0.2, parallel=10, scv=0.5, memory_gb=8.0, max_hit=0.99),
    "database": Component(read_ms=2.0, write_ms=5.0, parallel=4, storage_gb=200.0, replicated=True),
    "nosql": Component(read_ms=1.5, write_ms=2.0, parallel=8, storage_gb=100.0, replicated=True),
    "queue": Component(read_ms=0.5, write_ms=0.5, parallel=10, scv=0.5, storage_gb=100.0),
    "object_store": Component(read_ms=15.0, write_ms=30.0, parallel=100, mb_per_s=50.0, storage_gb=10_000.0),
}
