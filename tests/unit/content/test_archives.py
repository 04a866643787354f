"""An archive is refused if it unpacks to too much, or outside its folder."""

import io
import os
import stat
import zipfile

import pytest

from progressive_flow.content.inspection import archives, streams
from progressive_flow.content.inspection.findings import RejectedError

Files = list[tuple[str | zipfile.ZipInfo, bytes]]


def archive(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as written:
        for name, body in files:
            written.writestr(name, body)
    return target.getvalue()


def of_mode(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def test_a_plain_archive_is_taken_as_it_is() -> None:
    files: Files = [
        ("content/", b""),
        ("content/tracks.yaml", os.urandom(1000)),
        (of_mode("a", stat.S_IFREG | 0o644), b"x"),
    ]
    assert archives.checked(archive(files)).body is None


def test_what_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(RejectedError, match="more than 20 times"):
        archives.checked(archive([("zeros", b"\0" * 1_000_000)]))


def test_members_that_share_their_bytes_count_each_time() -> None:
    """The bomb whose entries all point to one member."""
    body = archive([("zeros", b"\0" * 10_000)])
    start, end = body.index(b"PK\x01\x02"), body.index(b"PK\x05\x06")
    entry, tail, count = body[start:end], bytearray(body[end:]), 300
    for at, value in ((8, count), (10, count)):
        tail[at : at + 2] = value.to_bytes(2, "little")
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    with pytest.raises(RejectedError):
        archives.checked(body[:start] + entry * count + bytes(tail))


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/passwd", "C:/a", "..\\a", "a\\b"])
def test_files_outside_the_folder_are_refused(name: str) -> None:
    with pytest.raises(RejectedError, match="outside its folder"):
        archives.checked(archive([(zipfile.ZipInfo(name), b"x")]))


def test_a_name_of_what_cannot_be_printed_is_shown_in_part() -> None:
    with pytest.raises(RejectedError) as refused:
        archives.checked(archive([(zipfile.ZipInfo("/" + "\U000e0001" * 5_000), b"x")]))
    assert len(str(refused.value)) <= 500


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_are_refused(kind: int) -> None:
    with pytest.raises(RejectedError, match="a link or a device"):
        archives.checked(archive([(of_mode("a", kind | 0o777), b"/etc/passwd")]))


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILES", 3)
    assert archives.checked(archive([(f"{number}", b"x") for number in range(3)])).body is None
    with pytest.raises(RejectedError, match="4 files; 3 are allowed"):
        archives.checked(archive([(f"{number}", b"x") for number in range(4)]))


def test_passwords_and_rare_methods_are_refused() -> None:
    body = bytearray(archive([("a", b"x")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + offset] |= archives.ENCRYPTED
    with pytest.raises(RejectedError, match="without a password"):
        archives.checked(bytes(body))
    with pytest.raises(RejectedError, match="unusual way"):
        archives.checked(archive([("a", b"x" * 9)], zipfile.ZIP_BZIP2))


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04" + b"\0" * 40, archive([("a", os.urandom(99))])[:-30]])
def test_a_broken_archive_is_refused_with_a_sentence(broken: bytes) -> None:
    with pytest.raises(RejectedError, match="cannot be read: make it again"):
        archives.checked(broken)


def test_a_member_with_a_wrong_checksum_is_refused() -> None:
    body = bytearray(archive([("a", b"x" * 50)], zipfile.ZIP_STORED))
    body[body.index(b"x" * 50)] = ord("y")
    with pytest.raises(RejectedError, match="cannot be read"):
        archives.checked(bytes(body))


def test_the_test_virus_is_found_in_a_member() -> None:
    with pytest.raises(RejectedError, match="virus scanners"):
        archives.checked(archive([("a", b"x" * (archives.PIECE - 9) + streams.EICAR)], zipfile.ZIP_STORED))
