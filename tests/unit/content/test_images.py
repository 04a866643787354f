"""Images are decoded under limits, and written again without anything but their pixels."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from progressive_flow.content.inspection import images
from progressive_flow.content.inspection.findings import RejectedError

SECRET = b"secret-place"
EXIF_ORIENTATION, EXIF_MAKE, TURNED = 0x0112, 0x010F, 6


def encoded(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """Return an image that is red on its left half and blue on its right."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def opened(body: bytes | None) -> Image.Image:
    assert body
    return Image.open(io.BytesIO(body))


def header_only(width: int, height: int) -> bytes:
    """Return a small PNG whose header claims a size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("media_type", images.FORMATS)
def test_an_image_stays_what_it_shows(media_type: str) -> None:
    kept = images.rewritten(encoded(images.FORMATS[media_type]), media_type)
    shown = opened(kept.body)
    assert (shown.format, shown.size, kept.width, kept.height) == (images.FORMATS[media_type], (40, 20), 40, 20)
    left, right = (shown.convert("RGB").getpixel((x, 10)) for x in (5, 35))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 200 > left[2]
    assert right[2] > 200 > right[0]


def test_metadata_of_a_photograph_goes_and_it_stays_upright() -> None:
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKE] = TURNED, SECRET.decode()
    body = encoded("JPEG", exif=exif, comment=SECRET)
    assert SECRET in body
    kept = images.rewritten(body, "image/jpeg")
    assert (kept.width, kept.height) == (20, 40)
    assert SECRET not in (kept.body or b"")
    assert not opened(kept.body).getexif()


def test_texts_and_what_lies_behind_the_end_of_a_png_go() -> None:
    info = PngInfo()
    info.add_text("Comment", SECRET.decode())
    kept = images.rewritten(encoded("PNG", pnginfo=info) + b"<script>" + SECRET, "image/png")
    assert SECRET not in (kept.body or b"")
    assert b"<script>" not in (kept.body or b"")


def test_a_photograph_whose_metadata_is_broken_is_taken() -> None:
    body = encoded("JPEG")
    broken = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x20" + b"\xff" * 30  # 32 entries, of which the segment holds two
    damaged = body[:2] + b"\xff\xe1" + struct.pack(">H", len(broken) + 2) + broken + body[2:]
    kept = images.rewritten(damaged, "image/jpeg")
    assert (kept.width, kept.height) == (40, 20)


def test_grey_of_sixteen_bits_keeps_its_shades() -> None:
    image = Image.new("I;16", (3, 1))
    for x, grey in enumerate((0, 0x8000, 0xFFFF)):
        image.putpixel((x, 0), grey)
    target = io.BytesIO()
    image.save(target, "PNG")
    shown = opened(images.rewritten(target.getvalue(), "image/png").body)
    assert [shown.convert("L").getpixel((x, 0)) for x in range(3)] == [0, 128, 255]


def test_transparency_and_frames_stay() -> None:
    clear = images.rewritten(encoded("PNG", mode="RGBA"), "image/png")
    assert opened(clear.body).mode == "RGBA"
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "green", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=[80, 120, 160], loop=0)
    moving = opened(images.rewritten(target.getvalue(), "image/gif").body)
    assert getattr(moving, "n_frames", 1) == 3
    moving.seek(1)
    assert moving.info["duration"] == 120


@pytest.mark.parametrize("size", [(50_000, 50_000), (8_000, 6_000), (2**31 - 1, 1)])
def test_a_small_file_with_many_pixels_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(RejectedError):
        images.rewritten(header_only(*size), "image/png")


def test_the_largest_image_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 800)
    assert images.rewritten(encoded("PNG", (40, 20)), "image/png").width == 40
    for size in ((41, 20), (60, 40)):
        with pytest.raises(RejectedError, match="40 megapixels"):
            images.rewritten(encoded("PNG", size), "image/png")


def test_pixels_of_all_frames_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("L", (20, 20), shade) for shade in range(0, 250, 10)]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    monkeypatch.setattr(images, "MAX_PIXELS", 20 * 20 * len(frames) - 1)
    with pytest.raises(RejectedError, match="all its frames"):
        images.rewritten(target.getvalue(), "image/gif")


@pytest.mark.parametrize("broken", [b"", encoded("PNG")[:60], b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_a_broken_image_is_refused_with_a_sentence(broken: bytes) -> None:
    with pytest.raises(RejectedError, match=r"cannot be read: save it again"):
        images.rewritten(broken, "image/png")


def test_another_format_is_not_opened() -> None:
    with pytest.raises(RejectedError):
        images.rewritten(encoded("GIF"), "image/png")
