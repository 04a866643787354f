"""A month of a ledger as a file: gzipped JSON, a row a line, with a manifest by which it is known again."""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from progressive_flow.kernel import objects
from progressive_flow.operations.archive.repository import Line, Month


class ArchiveError(Exception):
    """What the archive holds is not what its manifest says, so nothing is done with it."""


def name(month: Month) -> str:
    """Return where a month lies, without a suffix."""
    return f"{month.parent}/{month.month:%Y-%m}"


def data_key(month: Month) -> str:
    """Return the key of a month's rows."""
    return f"{name(month)}.ndjson.gz"


def manifest_key(month: Month) -> str:
    """Return the key of a month's manifest."""
    return f"{name(month)}.manifest.json"


def write(file: Path, month: Month, columns: list[str], lines: Iterable[Line]) -> dict[str, Any]:
    """Write rows; return their manifest. The same rows make the same bytes, whoever writes them and when."""
    count, first, last = 0, None, None
    with file.open("wb") as raw, gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
        for line in lines:
            packed.write(line.line.encode() + b"\n")
            first = min(first or line.created_at, line.created_at)
            last = max(last or line.created_at, line.created_at)
            count += 1
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return {
        "format": "ndjson.gz/1",
        "table": month.parent,
        "month": f"{month.month:%Y-%m}",
        "object_key": data_key(month),
        "columns": columns,
        "rows": count,
        "bytes": file.stat().st_size,
        "sha256": digest,
        "min_created_at": first.isoformat() if first else None,
        "max_created_at": last.isoformat() if last else None,
    }


def store(bucket: str, file: Path, month: Month, manifest: dict[str, Any]) -> None:
    """Put rows and then their manifest into the archive."""
    objects.put_file(bucket, data_key(month), file)
    objects.put(bucket, manifest_key(month), json.dumps(manifest, indent=1).encode())


def fetch(bucket: str, month: Month, file: Path) -> dict[str, Any]:
    """Read a month out of the archive into a file; raise unless it is what its manifest says. Return the manifest."""
    manifest: dict[str, Any] = json.loads(objects.get(bucket, manifest_key(month)))
    digest, size = hashlib.sha256(), 0
    with file.open("wb") as target:
        for piece in objects.pieces(bucket, manifest["object_key"]):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    _expect("bytes", manifest["bytes"], size)
    _expect("sha256", manifest["sha256"], digest.hexdigest())
    _expect("rows", manifest["rows"], sum(1 for _ in read(file)))
    return manifest


def read(file: Path) -> Iterator[Any]:
    """Yield the rows of a file."""
    try:
        with gzip.open(file, "rb") as packed:
            for line in packed:
                yield json.loads(line)
    except (OSError, EOFError, ValueError) as error:
        raise ArchiveError(f"The archived rows cannot be read: {error}") from error


def _expect(what: str, wanted: object, found: object) -> None:
    if wanted != found:
        raise ArchiveError(f"The archive's {what} should be {wanted} by its manifest, and is {found}.")
