"""The web console's files as browsers get them: one declaration for CloudFront and for the local gateway.

Its pages may run their own scripts and reach the origins that are listed, and nothing else. Standard library only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

API, ASSETS = "/v1/", "/assets/"
INDEX, SETTINGS, PREVIEW = "/index.html", "/config.json", "/preview.html"
# An asset's name has a hash of its content; every other file keeps its name while its content changes.
IMMUTABLE, REVALIDATED = "public, max-age=31536000, immutable", "no-cache"
_FEATURES = (
    "accelerometer",
    "camera",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
}
# Scripts of a learner run in the preview: in an origin of its own, which has no storage, and without a way to any server.
_PREVIEW_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
)


@dataclass(frozen=True, slots=True)
class Origins:
    """The other origins that a page reaches: `calls` those of sign-in and uploads, `media` shows files, `preview` is framed."""

    calls: Sequence[str]
    media: str
    preview: str


def page_headers(origins: Origins) -> dict[str, str]:
    """Return the headers of each of the console's files."""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data: {origins.media}",
        "media-src": origins.media,
        "font-src": "'self'",
        "connect-src": " ".join(["'self'", *origins.calls]),
        "frame-src": origins.preview,
        "manifest-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return _COMMON | {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def preview_headers() -> dict[str, str]:
    """Return the headers of the page that runs a learner's code, which is on a host of its own."""
    return _COMMON | {
        "Content-Security-Policy": _PREVIEW_POLICY,
        "Cache-Control": REVALIDATED,
        "Content-Type": "text/html; charset=utf-8",
    }


def cache_control(path: str) -> str:
    """Return how long browsers keep a file."""
    return IMMUTABLE if path.startswith(ASSETS) else REVALIDATED


def file_of(path: str) -> str:
    """Return the file that answers a path: the application for the address of a page, which has no dot in its last part.

    CloudFront runs `infra/viewer_functions/page_path.js` in its place; a test compares the two.
    """
    outside = f"{path}/".startswith((API, ASSETS))
    return path if outside or "." in path.rpartition("/")[2] else INDEX
