"""What a file is by its first bytes, whatever its name or its sender says."""

import re

from progressive_flow.content.uploads.media_types import MediaType

_MP4 = rb"....ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |dash|MSNV)"
_WEBM = rb"\x1a\x45\xdf\xa3.{0,60}?\x42\x82[\x84\x40].{0,7}?webm"
# A comment ends at its first -->: `.*?-->` may end at any, and a thousand comments have more ways to be read than there is time.
_COMMENT = rb"<!--(?:(?!-->).)*-->"
_SVG = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:" + _COMMENT + rb"\s*|<!DOCTYPE[^>\[]*>\s*)*<svg[\s>]"
_STARTS: dict[MediaType, re.Pattern[bytes]] = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "video/mp4": re.compile(_MP4, re.DOTALL),
    "video/webm": re.compile(_WEBM, re.DOTALL),
    "application/pdf": re.compile(rb"%PDF-\d\.\d"),
    "application/zip": re.compile(rb"PK(?:\x03\x04|\x05\x06)"),
    "text/vtt": re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)"),
    "image/svg+xml": re.compile(_SVG, re.DOTALL),
}


def detect(head: bytes, asked: str) -> MediaType | None:
    """Return the type of a file with these first bytes; None for one that is none of those that may be uploaded.

    Text has no signature, and captions are text as well, so that either is what was asked for.
    """
    found: MediaType | None = next((media_type for media_type, start in _STARTS.items() if start.match(head)), None)
    if asked == "text/plain" and found in {None, "text/vtt", "image/svg+xml"} and b"\0" not in head:
        return "text/plain"
    return found
