"""Reads a file once, piece by piece: its size, its SHA-256, its first bytes, and whether the test virus is in it."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from progressive_flow.content.inspection.findings import RejectedError
from progressive_flow.content.uploads.media_types import MEGABYTE

# The EICAR test file, in two parts, or scanners would find it in this one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + rb"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HEAD = 4096  # bytes by which a type is recognized
MAX_HELD = 25 * MEGABYTE  # larger files are videos, which are not opened
INFECTED = "The file holds what virus scanners are tested with."


class Read(NamedTuple):
    """A file that was read; `body` is None for one that is too large to be opened."""

    size: int
    sha256: str
    head: bytes
    body: bytes | None
    infected: bool


def read(pieces: Iterable[bytes]) -> Read:
    """Read a file to its end."""
    digest, size, held, infected = hashlib.sha256(), 0, bytearray(), False
    for piece, found in _scanned(pieces):
        digest.update(piece)
        size += len(piece)
        infected = infected or found
        if len(held) <= MAX_HELD:
            held += piece
    body = bytes(held) if size <= MAX_HELD else None
    return Read(size, digest.hexdigest(), bytes(held[:HEAD]), body, infected)


def refuse_infected(pieces: Iterator[bytes]) -> None:
    """Read a member of an archive to its end; raise RejectedError if the test virus is in it."""
    if any(found for _, found in _scanned(pieces)):
        raise RejectedError(INFECTED)


def _scanned(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each piece, and whether the test virus is in it or ends in it."""
    tail = b""
    for piece in pieces:
        yield piece, EICAR in tail + piece
        tail = (tail + piece)[-len(EICAR) :]
