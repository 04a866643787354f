"""PostgreSQL accepts the parameter group: names, units and bounds are compared with a real server's."""

import psycopg
import pytest

from infra.constructs.postgres_parameters import INSTANCE_ONLY, parameters, work_memory

RDS_ONLY = ("rds.", "shared_preload_libraries")  # its own settings, and which libraries it has
MEMORIES = (1, 4, 16, 64, 512)


@pytest.mark.parametrize("memory", MEMORIES)
def test_every_setting_exists_and_is_within_its_bounds(superuser: psycopg.Connection, memory: int) -> None:
    for name, value in parameters("postgres", memory, replica=True, idle=300).items():
        if name.startswith(RDS_ONLY):
            continue
        row = superuser.execute(
            "select vartype, min_val, max_val, enumvals from pg_settings where name = %s", [name]
        ).fetchone()
        assert row, f"PostgreSQL knows no {name}"
        kind, least, most, words = row
        if kind in {"integer", "real"}:
            assert float(least) <= float(value) <= float(most), name
        elif kind == "enum":
            assert value in words, name
        else:
            assert (kind, value in {"0", "1"}) == ("bool", True), name


def test_work_mem_grows_with_the_instance_and_is_bounded() -> None:
    kilobytes = [work_memory(memory) for memory in MEMORIES]
    assert kilobytes == sorted(kilobytes)
    assert kilobytes[0] == 4096
    for memory, work_mem in zip(MEMORIES, kilobytes, strict=True):
        assert work_mem == 4096 or 200 * work_mem <= memory * 1024 * 1024 / 8, "200 sorts at once"


def test_aurora_has_no_settings_of_a_local_disk() -> None:
    aurora = parameters("aurora-postgresql", 16, replica=True, idle=300)
    assert not INSTANCE_ONLY.keys() & aurora.keys()
    assert "max_wal_size" not in aurora
    assert aurora["rds.force_ssl"] == "1"


def test_hot_standby_feedback_is_set_with_a_replica_only() -> None:
    assert "hot_standby_feedback" in parameters("postgres", 16, replica=True, idle=300)
    assert "hot_standby_feedback" not in parameters("postgres", 16, replica=False, idle=300)


def test_learners_answers_are_not_logged() -> None:
    for engine in ("postgres", "aurora-postgresql"):
        values = parameters(engine, 16, replica=False, idle=300)
        assert values["log_statement"] == "ddl"
        assert values["log_parameter_max_length"] == values["log_parameter_max_length_on_error"] == "0"


def test_only_a_server_without_a_proxy_ends_idle_sessions() -> None:
    """The proxy ends its clients' after the same time, and keeps its own connections in a pool."""
    assert parameters("postgres", 2, replica=False, idle=60)["idle_session_timeout"] == "60000"
    assert "idle_session_timeout" not in parameters("postgres", 2, replica=False, idle=None)
