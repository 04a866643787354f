"""PostgreSQL settings that differ from RDS's defaults, by the instance's memory, each with its reason.

The defaults that RDS computes from the memory (shared_buffers a quarter, effective_cache_size, max_connections) stay.
`log_statement` is not `mod`, because that would write learners' answers to the log.
"""

from __future__ import annotations

from typing import Literal

Engine = Literal["postgres", "aurora-postgresql"]
MEGABYTE = 1024  # kilobytes, the unit of work_mem
MIN_WORK_MEM, MAX_WORK_MEM = 4 * MEGABYTE, 64 * MEGABYTE
CONCURRENT_SORTS = 200

ALWAYS = {
    "rds.force_ssl": "1",
    "shared_preload_libraries": "pg_stat_statements",  # `platform.slow_queries` reads it
    "pg_stat_statements.track": "all",  # includes statements inside functions, where most of the work is
    "log_statement": "ddl",  # changes of the schema only; `mod` would log learners' answers
    "log_parameter_max_length": "0",  # bytes: slow statements are logged without their values, for the same reason
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "1000",  # milliseconds
    "log_lock_waits": "1",
    "log_temp_files": "10240",  # kilobytes: sorts that exceeded work_mem by far
    "log_autovacuum_min_duration": "10000",
    "idle_in_transaction_session_timeout": "60000",  # for roles without a setting of their own
    "track_io_timing": "1",
    "rds.force_autovacuum_logging_level": "warning",
}
# Aurora's storage has no checkpoints and no WAL files, and reads ahead by itself.
INSTANCE_ONLY = {
    "checkpoint_timeout": "900",  # seconds: fewer full-page images in the WAL; recovery still takes minutes only
    "random_page_cost": "1.1",  # random reads of gp3 volumes are as fast as sequential ones
    "effective_io_concurrency": "200",
}


def parameters(engine: Engine, memory: int, *, replica: bool, idle: int | None) -> dict[str, str]:
    """Return the parameter group's settings for an instance of `memory` GiB.

    `idle` is the seconds after which the server closes an unused connection, and None behind a proxy, which does that itself
    and keeps connections in its pool. Environments of functions stay for longer than they work; a function opens its
    connection again (`retry_once`).
    """
    settings = ALWAYS | {"work_mem": str(work_memory(memory)), "maintenance_work_mem": str(memory * 64 * MEGABYTE)}
    if idle is not None:
        settings |= {"idle_session_timeout": str(idle * 1000)}  # milliseconds
    if engine == "postgres":
        settings |= INSTANCE_ONLY | {"max_wal_size": str(max(1024, memory * 256))}  # megabytes
        if replica:
            settings |= {"hot_standby_feedback": "1"}  # otherwise vacuum cancels long reads on the replica
    return settings


def work_memory(memory: int) -> int:
    """Return work_mem in kilobytes: an eighth of the memory divided by 200 concurrent sorts, between 4 MB and 64 MB."""
    return max(MIN_WORK_MEM, min(MAX_WORK_MEM, memory * 1024 * MEGABYTE // 8 // CONCURRENT_SORTS))
