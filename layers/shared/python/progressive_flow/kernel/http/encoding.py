"""Content-Encoding: compresses what a client reads, where it says that it takes gzip.

In the function, since CloudFront compresses only what it may cache, and nothing that needs a token is cached.
"""

import base64
import zlib
from collections.abc import Mapping
from typing import Any

MIN_LENGTH = 1400  # characters: a shorter answer travels in one packet, compressed or not
LEVEL = 4
_GZIP_WINDOW = 31  # zlib's number for the largest window in gzip's format


def compress(event: Mapping[str, Any], answer: dict[str, Any]) -> None:
    """Compress the body of an answer in place, if it is long enough and the client takes gzip."""
    headers, body = answer["headers"], answer["body"]
    if "ETag" not in headers or len(body) < MIN_LENGTH:
        return
    headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
    if not _takes_gzip(event.get("headers", {}).get("accept-encoding", "")):
        return
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    packed = packer.compress(body.encode()) + packer.flush()
    headers["Content-Encoding"] = "gzip"
    headers["ETag"] = headers["ETag"][:-1] + '-gzip"'  # a strong tag is of one encoding alone (RFC 9110, 8.8.3.3)
    answer |= {"body": base64.b64encode(packed).decode(), "isBase64Encoded": True}


def _takes_gzip(accepted: str) -> bool:
    """Return whether Accept-Encoding lists gzip, or everything, with a weight above 0."""
    weights = dict(_weighted(part) for part in accepted.lower().split(","))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weighted(part: str) -> tuple[str, float]:
    coding, _, weight = part.partition(";q=")
    try:
        return coding.strip(), float(weight or 1)
    except ValueError:
        return coding.strip(), 0.0
