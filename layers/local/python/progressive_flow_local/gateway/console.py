"""Serves the web console at `/`, as CloudFront does in the cloud: its files, and its page for the address of every page."""

import hashlib
import json
import mimetypes
import os
from pathlib import Path

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import console
from progressive_flow_local import local_names
from progressive_flow_local.gateway.events import Request
from progressive_flow_local.gateway.responses import Answer, own

BUILT = paths.root() / "console" / "dist"
NOT_BUILT = (
    b"<!doctype html><html lang=en><title>Progressive Flow</title><h1>The console is not built</h1>"
    b"<p>Install Node with npm and run <code>make console</code>. The API is at <a href=/v1/docs>/v1/docs</a>."
)


def is_built(folder: Path = BUILT) -> bool:
    """Return whether there is a console to serve; without npm there is none."""
    return (folder / console.INDEX[1:]).is_file()


def answer(request: Request, folder: Path = BUILT) -> Answer | None:
    """Return a file of the console, or its page; None for what the console does not answer."""
    path = request.path
    if request.method not in {"GET", "HEAD"} or f"{path}/".startswith(console.API):
        return None
    if path == console.SETTINGS:
        return Answer(200, _settings(request), _headers(path, "application/json"))
    if not is_built(folder):
        return Answer(200, NOT_BUILT, _headers(path, "text/html; charset=utf-8"))
    named = console.file_of(path)
    file = (folder / named[1:]).resolve()
    # the build has a copy of the preview, whose place is the other host
    if named == console.PREVIEW or not file.is_relative_to(folder.resolve()) or not file.is_file():
        return own(404, "Not Found")
    return _file(named, file.read_bytes(), request)


def _file(path: str, content: bytes, request: Request) -> Answer:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = [*_headers(path, kind + charset), ("etag", tag)]
    if request.headers.get("if-none-match") == tag:
        return Answer(304, b"", headers)
    return Answer(200, content, headers)


def _headers(path: str, kind: str) -> list[tuple[str, str]]:
    """Return what CloudFront sends with a file, for the origins of this machine."""
    media, preview = os.environ.get("AWS_ENDPOINT_URL", ""), _preview() or "'none'"
    origins = console.Origins(calls=[media], media=media, preview=preview)
    sent = {"content-type": kind, "cache-control": console.cache_control(path), **console.page_headers(origins)}
    return [(name.lower(), value) for name, value in sent.items()]


def _preview() -> str | None:
    port = os.environ.get("PREVIEW_PORT")
    return f"http://{local_names.preview_host(int(port))}" if port else None


def _settings(request: Request) -> bytes:
    """Return what the deploy writes in the cloud: where people sign in, and which hosts show previews and files."""
    pool = f"{os.environ.get('AWS_REGION')}.amazonaws.com/{os.environ.get('USER_POOL_ID')}"
    settings = {
        "authority": f"https://cognito-idp.{pool}",
        "metadata_url": f"http://{request.headers.get('host', '')}/.well-known/openid-configuration",
        "client_id": os.environ.get("CONSOLE_CLIENT_ID", ""),
        "preview_origin": _preview(),
        "media_origin": os.environ.get("AWS_ENDPOINT_URL", ""),
    }
    return json.dumps(settings).encode()
