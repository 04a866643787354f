"""Archives are looked through, not unpacked: what would unpack to too much, or outside its folder, is rejected."""

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from progressive_flow.content.inspection import streams
from progressive_flow.content.inspection.findings import Kept, RejectedError

MAX_FILES = 2000
MAX_RATIO = 20  # bytes that a byte of the archive unpacks to
PIECE = 1 << 16
ENCRYPTED = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def checked(body: bytes) -> Kept:
    """Accept an archive as it is; raise RejectedError for one that is broken, or dangerous to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            members = archive.infolist()
            _check_sizes(members, len(body))
            for member in members:
                _check(member)
                streams.refuse_infected(_pieces(archive, member))
    except RejectedError:
        raise
    except Exception as error:  # readers raise whatever a broken file leads them to
        raise RejectedError("The archive cannot be read: make it again.") from error
    return Kept()


def _check_sizes(members: list[zipfile.ZipInfo], size: int) -> None:
    if len(members) > MAX_FILES:
        raise RejectedError(f"The archive has {len(members):,} files; {MAX_FILES:,} are allowed.")
    if sum(member.file_size for member in members) > MAX_RATIO * size:
        raise RejectedError(f"The archive unpacks to more than {MAX_RATIO} times its size: pack fewer or other files.")


def _check(member: zipfile.ZipInfo) -> None:
    """Refuse a member that is no plain file or folder below the archive's own folder."""
    name = member.orig_filename
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name:
        raise RejectedError(f"The archive has a file outside its folder: {_shown(name)}.")
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise RejectedError(f"The archive has a link or a device: {_shown(name)}.")
    if member.flag_bits & ENCRYPTED or member.compress_type not in METHODS:
        raise RejectedError("The archive is encrypted, or packed in an unusual way: make it again without a password.")


def _shown(name: str) -> str:
    """Return the start of a name, what cannot be printed in escapes, of which each is up to ten characters."""
    return repr(name)[:100]


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as file:
        while piece := file.read(PIECE):
            yield piece
