"""What a file is, is decided by its bytes; what it was asked for as must be the same."""

import io
import zipfile

import pytest
from PIL import Image

from progressive_flow.content.inspection import service, signatures, streams
from progressive_flow.content.inspection.findings import Kept, RejectedError
from progressive_flow.content.uploads.media_types import MEGABYTE, RULES, MediaType


def image(kind: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (3, 2)).save(target, kind)
    return target.getvalue()


def empty_archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w"):
        pass
    return target.getvalue()


SAMPLES: dict[MediaType, bytes] = {
    "image/png": image("PNG"),
    "image/jpeg": image("JPEG"),
    "image/webp": image("WEBP"),
    "image/gif": image("GIF"),
    "image/svg+xml": b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "video/mp4": b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41",
    "video/webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm",
    "text/vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
    "application/pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "application/zip": empty_archive(),
    "text/plain": b"a text\n",
}


def inspected(body: bytes, asked: str) -> Kept:
    return service.inspected(streams.read([body]), asked)


def reason(body: bytes, asked: str) -> str:
    with pytest.raises(RejectedError) as refused:
        inspected(body, asked)
    return str(refused.value)


def test_there_is_a_sample_of_each_type() -> None:
    assert SAMPLES.keys() == RULES.keys()


@pytest.mark.parametrize("asked", SAMPLES)
def test_a_file_is_taken_as_what_it_is_and_as_nothing_else(asked: MediaType) -> None:
    inspected(SAMPLES[asked], asked)
    as_text = {"text/vtt", "image/svg+xml"}  # which are text as well, and are saved and not shown then
    for other, body in SAMPLES.items():
        if other != asked and not (asked == "text/plain" and other in as_text):
            assert "as it was asked for" in reason(body, asked)


@pytest.mark.parametrize("body", [b"<html><script>alert(1)</script>", b"MZ\x90\0", b"\x7fELF", b"#!/bin/sh\n", b""])
def test_pages_and_programs_are_no_images(body: bytes) -> None:
    for asked in RULES:
        if asked != "text/plain":
            assert "is of no type that may be uploaded" in reason(body, asked)


def test_many_comments_before_an_svg_are_read_once() -> None:
    """With a comment that may end at any `-->`, two thousand of them take longer than the universe is old."""
    comments = b"<!---->" * 2_000
    assert signatures.detect(comments + b"<svg>", "image/svg+xml") == "image/svg+xml"
    assert signatures.detect(comments + b"<html>", "image/svg+xml") is None


def test_a_script_behind_the_start_of_an_image_is_not_kept() -> None:
    body = image("GIF") + b"<script>alert(1)</script>"
    assert b"<script>" not in (inspected(body, "image/gif").body or b"")


@pytest.mark.parametrize("asked", ["text/plain", "text/vtt"])
def test_texts_are_in_utf_8(asked: MediaType) -> None:
    start = SAMPLES[asked]
    assert "not in UTF-8" in reason(start + b"\xff\xfe", asked)
    assert "zero bytes" in reason(start + b"x" * streams.HEAD + b"\0", asked)


@pytest.mark.parametrize("asked", ["text/plain", "video/mp4", "application/pdf"])
def test_the_test_virus_is_found_wherever_it_is(asked: MediaType) -> None:
    body = SAMPLES[asked] + b"x" * 1000 + streams.EICAR + b"x"
    assert "virus scanners" in reason(body, asked)
    middle = body.index(streams.EICAR) + 20  # where one piece ends and the next begins
    assert streams.read([body[:middle], body[middle : middle + 3], body[middle + 3 :]]).infected
    assert not streams.read([body.replace(b"EICAR", b"EICAT")]).infected


def test_a_file_is_read_once_and_held_only_if_it_is_small() -> None:
    pieces = [b"x" * MEGABYTE] * 27
    read = streams.read(iter(pieces))
    assert (read.size, read.body, len(read.head)) == (27 * MEGABYTE, None, streams.HEAD)
    assert read.sha256 == streams.read([b"".join(pieces)]).sha256
    small = streams.read([b"ab", b"cd"])
    assert (small.size, small.body, small.head) == (4, b"abcd", b"abcd")


def test_a_file_larger_than_its_type_allows_is_refused() -> None:
    assert "at most" in reason(b"x" * (MEGABYTE + 1), "text/plain")
    inspected(b"x" * MEGABYTE, "text/plain")


def test_captions_and_drawn_images_may_be_uploaded_as_text() -> None:
    assert signatures.detect(SAMPLES["image/svg+xml"], "text/plain") == "text/plain"
    assert signatures.detect(SAMPLES["text/vtt"], "text/plain") == "text/plain"
    assert signatures.detect(SAMPLES["application/pdf"], "text/plain") == "application/pdf"
