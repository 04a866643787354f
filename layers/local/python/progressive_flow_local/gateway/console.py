"""Serves the web console at `/`, as CloudFront does in the cloud: its files, and its page for every other path."""

import hashlib
import json
import mimetypes
import os
import re
from pathlib import Path

from progressive_flow.kernel import paths
from progressive_flow_local.gateway.events import Request
from progressive_flow_local.gateway.responses import Answer, own

BUILT = paths.root() / "console" / "dist"
PAGE = "index.html"
IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATED = "no-cache"
_ASSET = re.compile(r"/assets/[\w.-]+")
_FILE = re.compile(r"/[\w-]+(\.[\w-]+)+")
# What no page of the console begins with: the API's own paths, whose answers are JSON.
_API = re.compile(r"/v\d+(/|$)")
NOT_BUILT = (
    b"<!doctype html><html lang=en><title>Progressive Flow</title><h1>The console is not built</h1>"
    b"<p>Install Node with npm and run <code>make console</code>. The API is at <a href=/v1/docs>/v1/docs</a>."
)


def answer(request: Request, folder: Path = BUILT) -> Answer | None:
    """Return a file of the console, or its page; None for what the console does not answer."""
    path = request.raw_path.decode("latin-1")
    if request.method not in {"GET", "HEAD"} or _API.match(path):
        return None
    if path == "/config.json":
        return _settings(request)
    if not (folder / PAGE).is_file():
        return Answer(200, NOT_BUILT, [("content-type", "text/html; charset=utf-8"), ("cache-control", REVALIDATED)])
    return _file(folder / _named(path), request)


def _named(path: str) -> str:
    """Return the file that a path names: the page for the address of a page."""
    named = _ASSET.fullmatch(path) or _FILE.fullmatch(path)
    return path[1:] if named else "absent" if path.startswith("/assets/") else PAGE


def _settings(request: Request) -> Answer:
    """Return what the deploy writes in the cloud: where people sign in, and which host shows previews."""
    origin = f"http://{request.headers.get('host', '')}"
    pool = f"{os.environ.get('AWS_REGION')}.amazonaws.com/{os.environ.get('USER_POOL_ID')}"
    preview = os.environ.get("PREVIEW_PORT")
    settings = {
        "authority": f"https://cognito-idp.{pool}",
        "metadata_url": f"{origin}/.well-known/openid-configuration",
        "client_id": os.environ.get("CONSOLE_CLIENT_ID", ""),
        "preview_origin": f"http://localhost:{preview}" if preview else None,
    }
    headers = [("content-type", "application/json"), ("cache-control", REVALIDATED)]
    return Answer(200, json.dumps(settings).encode(), headers)


def _file(file: Path, request: Request) -> Answer:
    if not file.is_file():
        return own(404, "Not Found")
    content = file.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    caching = IMMUTABLE if file.parent.name == "assets" else REVALIDATED
    headers = [("cache-control", caching), ("etag", tag)]
    if request.headers.get("if-none-match") == tag:
        return Answer(304, b"", headers)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Answer(200, content, [("content-type", kind + charset), *headers])
