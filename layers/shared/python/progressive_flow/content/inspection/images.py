"""Raster images are decoded under limits and written again: whatever else is in the file does not come along.

A photograph's place and camera are in its metadata, and a decoder that nobody limits fills the memory for a small file.
"""

import io
import warnings
from typing import Any

from progressive_flow.content.inspection.findings import Kept, RejectedError
from progressive_flow.content.uploads.media_types import MEGABYTE

MAX_PIXELS = 40_000_000  # of all frames together
MAX_FRAMES = 500
MAX_STORED = 40 * MEGABYTE
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
QUALITY = 90
_TOO_LARGE = "The image has more than 40 megapixels, all its frames counted: make it smaller."


def rewritten(body: bytes, media_type: str) -> Kept:
    """Return an image without metadata; raise RejectedError for one that is too large or cannot be decoded."""
    from PIL import Image  # noqa: PLC0415 - the layer of this function alone has it

    kind = FORMATS[media_type]
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a decoder finds odd in metadata goes anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _decoded(body, kind)
    except RejectedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RejectedError(_TOO_LARGE) from None
    except Exception as error:  # decoders raise whatever a broken file leads them to
        raise RejectedError("The image cannot be read: save it again with another program.") from error


def _decoded(body: bytes, kind: str) -> Kept:
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    with Image.open(io.BytesIO(body), formats=[kind]) as image:
        frames = _frames(image)
        if frames == 1:
            upright: Any = ImageOps.exif_transpose(image)
            return _stored([_plain(upright, kind)], kind, {}, upright.size)
        timing = {"duration": [], "loop": image.info.get("loop", 0)}
        return _stored(_each(image, kind, timing), kind, timing, image.size)


def _frames(image: Any) -> int:
    """Count the frames of an image that is not decoded yet, under the limits."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise RejectedError(_TOO_LARGE)
    if image.format in {"JPEG", "MPO"}:  # of the several images that a camera may put into one, the first is shown
        return 1
    frames = int(getattr(image, "n_frames", 1))
    if frames > MAX_FRAMES or width * height * frames > MAX_PIXELS:
        raise RejectedError(_TOO_LARGE)
    return frames


def _each(image: Any, kind: str, timing: dict[str, Any]) -> list[Any]:
    """Decode every frame, and note how many milliseconds each is shown."""
    plain = []
    for number in range(image.n_frames):
        image.seek(number)
        timing["duration"].append(image.info.get("duration", 100))
        plain.append(_plain(image, kind))
    return plain


def _plain(image: Any, kind: str) -> Any:
    """Return the pixels alone, in a mode that the format can hold."""
    from PIL import Image  # noqa: PLC0415 - as above

    if image.mode.startswith("I"):  # grey of 16 bits, which `convert` cuts off at 255
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    transparent = kind != "JPEG" and image.has_transparency_data
    mode = "RGBA" if transparent else "L" if image.mode in {"L", "1"} else "RGB"
    converted = image.convert(mode)
    plain = Image.new(mode, converted.size)
    plain.paste(converted)
    return plain


def _stored(frames: list[Any], kind: str, timing: dict[str, Any], size: tuple[int, int]) -> Kept:
    target = io.BytesIO()
    options: dict[str, Any] = {"quality": QUALITY} if kind in {"JPEG", "WEBP"} else {}
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:], **timing}
    frames[0].save(target, kind, **options)
    body = target.getvalue()
    if len(body) > MAX_STORED:
        raise RejectedError("The image is too large once it is written without its metadata: make it smaller.")
    return Kept(body, *size)
