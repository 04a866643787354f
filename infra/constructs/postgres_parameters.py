"""What PostgreSQL is told beyond RDS's defaults, judged by the instance's memory. Each says why.

What RDS already sets from the memory (shared_buffers a quarter, effective_cache_size, max_connections) stays as it is: the
documents' fixed 256 MB and 200 connections fit no instance of ours. Nor does their `log_statement = mod`: it would write what
learners answer to logs.
"""

from __future__ import annotations

from typing import Literal

Engine = Literal["postgres", "aurora-postgresql"]
MEGABYTE = 1024  # kilobytes, the unit of work_mem

ALWAYS = {
    "rds.force_ssl": "1",
    "shared_preload_libraries": "pg_stat_statements",  # what `platform.slow_queries` reads
    "pg_stat_statements.track": "all",  # statements inside our functions, where the counting is
    "log_statement": "ddl",  # who changed what there is; more would write what learners answer
    "log_parameter_max_length": "0",  # bytes: a slow statement is logged without its values, for the same reason
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "1000",  # milliseconds
    "log_lock_waits": "1",
    "log_temp_files": "10240",  # kilobytes: sorts that left work_mem by far
    "log_autovacuum_min_duration": "10000",
    "idle_in_transaction_session_timeout": "60000",  # for roles that have none of their own
    "track_io_timing": "1",
    "rds.force_autovacuum_logging_level": "warning",
}
# Aurora's storage has no checkpoints, no WAL files and no pages to read ahead from a disk of one's own.
OWN_DISK = {
    "checkpoint_timeout": "900",  # seconds: fewer full pages in the WAL; recovery stays within minutes
    "random_page_cost": "1.1",  # gp3 reads anywhere as fast
    "effective_io_concurrency": "200",
}


def parameters(engine: Engine, memory: int, *, replica: bool) -> dict[str, str]:
    """Return the parameter group's settings for an instance of `memory` GiB."""
    found = ALWAYS | {"work_mem": str(work_memory(memory)), "maintenance_work_mem": str(memory * 64 * MEGABYTE)}
    if engine == "postgres":
        found |= OWN_DISK | {"max_wal_size": str(max(1024, memory * 256))}  # megabytes
        if replica:
            found |= {"hot_standby_feedback": "1"}  # or a long read of the replica is cancelled by a vacuum
    return found


def work_memory(memory: int) -> int:
    """Return kilobytes a sort may take: 4 MB at least, and at most what 200 sorts at once leave of an eighth of all."""
    return max(4 * MEGABYTE, min(64 * MEGABYTE, memory * 1024 * MEGABYTE // 8 // 200))
