"""Python's clock, PostgreSQL's and moto's agree: a run with a shifted clock means nothing where one stays behind."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import psycopg

from tests.support.clouds import Clouds

ALLOWED = timedelta(seconds=2)


def test_the_clock_of_postgresql_agrees(superuser: psycopg.Connection) -> None:
    row = superuser.execute("select clock_timestamp()").fetchone()
    assert row
    assert abs(row[0] - datetime.now(UTC)) < ALLOWED


def test_identifiers_of_postgresql_bear_the_same_time(superuser: psycopg.Connection) -> None:
    row = superuser.execute("select uuid_extract_timestamp(uuidv7())").fetchone()
    assert row
    assert abs(row[0] - datetime.now(UTC)) < ALLOWED


def test_the_clock_of_moto_agrees(clouds: Clouds) -> None:
    boto3.client("s3").put_object(Bucket=clouds.exports, Key="now", Body=io.BytesIO())
    written = boto3.client("s3").head_object(Bucket=clouds.exports, Key="now")["LastModified"]
    assert abs(written - datetime.now(UTC)) < ALLOWED


def test_the_clock_is_ahead_by_what_was_asked_for(tmp_path: Path) -> None:
    """A file's time is the real one: the system stamps it, whatever this process takes for the time."""
    file = tmp_path / "now"
    file.touch()
    real = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    wanted = timedelta(seconds=int(os.environ.get("FAKETIME", "+0s").removesuffix("s")))
    assert abs(datetime.now(UTC) - real - wanted) < ALLOWED
