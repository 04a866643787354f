"""Moves months that are long over out of the database into the archive, and back.

In this order: write the file, store it, read it back and compare, and only then, in one transaction, detach, count again,
carry the sums forward, remember and drop. Whoever stops in between has lost nothing; the next run begins the month again.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg

from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.errors import UserError
from progressive_flow.operations.archive import files as archive_files
from progressive_flow.operations.archive import repository as archive_repository
from progressive_flow.operations.archive.files import ArchiveError
from progressive_flow.operations.archive.repository import LEDGERS, Archive, Month

AGE = timedelta(days=365)
SECONDS = 600.0  # after which no further month is begun
TRIES, PAUSE = 5, 3.0  # to have the lock that detaching takes


def archive_due(parents: Sequence[str] = LEDGERS, age: timedelta = AGE, seconds: float = SECONDS) -> dict[str, Any]:
    """Archive every month that is due, oldest first; return how many, their rows, and how many wait for the next run."""
    with transactions.begin(role="scheduler") as db:
        due = archive_repository.archivable(db, list(parents), age)
    deadline = time.monotonic() + seconds
    counts = {"months": 0, "rows": 0, "postponed": 0}
    for month in due:
        if time.monotonic() > deadline:
            counts["postponed"] += 1
            continue
        manifest = _stored(month)
        if manifest is None:
            continue
        dropped = _dropped(month, manifest)
        counts["postponed"] += dropped is None
        counts["months"] += bool(dropped)
        counts["rows"] += manifest["rows"] if dropped else 0
    return counts


def list_archives() -> list[Archive]:
    """Return what is in the archive, as the database remembers it."""
    with transactions.begin(role="migrator") as db:
        return archive_repository.archives(db)


def restore(parent: str, month: date) -> dict[str, Any]:
    """Bring a month back; return how many rows. One that is here already is left as it is."""
    wanted = Month(parent, month.replace(day=1))
    if parent not in LEDGERS:
        raise UserError(f"{parent} is not archived; {' and '.join(LEDGERS)} are.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows"
        try:
            manifest = archive_files.fetch(aws.archive_bucket(), wanted, file)
        except objects.NoObjectError:
            raise UserError(
                f"The archive holds no {parent} of {month:%Y-%m}: `archive list` shows what it has."
            ) from None
        except ArchiveError as error:
            raise UserError(f"{parent} of {month:%Y-%m} was not restored. {error}") from error
        return _restored(wanted, manifest, file)


def _stored(month: Month) -> dict[str, Any] | None:
    """Put a month into the archive and read it back; return the manifest, None if another run has taken it out."""
    bucket = aws.archive_bucket()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows"
        with transactions.begin(role="scheduler") as db:
            columns = archive_repository.columns(db, month.parent)
            manifest = archive_files.write(file, month, columns, archive_repository.lines(db, month))
            # asked last: what was read before holds the partition until here, and a month without one reads as empty,
            # which must not replace what the other run has put into the archive
            if not archive_repository.is_here(db, month):
                return None
        archive_files.store(bucket, file, month, manifest)
        read_back = archive_files.fetch(bucket, month, Path(folder) / "read_back")
    if json.dumps(read_back) != json.dumps(manifest):
        raise ArchiveError(f"Another archive of {month.parent} {month.month} was written meanwhile.")
    return manifest


def _dropped(month: Month, manifest: dict[str, Any]) -> bool | None:
    """Drop what the archive holds; False if it was gone, None if the ledger was too busy to let go of it."""
    for _ in range(TRIES):
        try:
            with transactions.begin(role="scheduler") as db:
                return archive_repository.drop_archived(db, month, manifest)
        except psycopg.errors.LockNotAvailable:
            time.sleep(PAUSE)
    return None


def _restored(month: Month, manifest: dict[str, Any], file: Path) -> dict[str, Any]:
    with transactions.begin(role="migrator") as db:
        if not archive_repository.begin_restore(db, month):
            return {"restored": False, "rows": 0}
        rows = sum(
            archive_repository.restore_rows(db, month, manifest["columns"], batch)
            for batch in _batches(archive_files.read(file))
        )
        archive_repository.finish_restore(db, month)
    return {"restored": True, "rows": rows, "left_out": manifest["rows"] - rows}


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, archive_repository.BATCH)):
        yield batch
