"""Serves the web console at `/`, as CloudFront does in the cloud: its files, and its page for every other path."""

import hashlib
import json
import mimetypes
import os
import re
from pathlib import Path

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import console
from progressive_flow_local import local_names
from progressive_flow_local.gateway.events import Request
from progressive_flow_local.gateway.responses import Answer, own

BUILT = paths.root() / "console" / "dist"
_NAME = re.compile(r"(/assets)?/[\w-][\w.-]*")  # no other folder, and no way out of this one
NOT_BUILT = (
    b"<!doctype html><html lang=en><title>Progressive Flow</title><h1>The console is not built</h1>"
    b"<p>Install Node with npm and run <code>make console</code>. The API is at <a href=/v1/docs>/v1/docs</a>."
)


def answer(request: Request, folder: Path = BUILT) -> Answer | None:
    """Return a file of the console, or its page; None for what the console does not answer."""
    path = request.raw_path.decode("latin-1")
    if request.method not in {"GET", "HEAD"} or f"{path}/".startswith(console.API):
        return None
    found = _settings(request) if path == console.SETTINGS else _file(console.file_of(path), folder, request)
    found.headers += [(name.lower(), value) for name, value in console.page_headers(_origins()).items()]
    return found


def _origins() -> console.Origins:
    """Return the origins that pages reach: people sign in at the gateway's own, and the local AWS has their files."""
    files = os.environ["AWS_ENDPOINT_URL"]
    return console.Origins(calls=[files], media=files, preview=_preview() or "'none'")


def _preview() -> str | None:
    port = os.environ.get("PREVIEW_PORT")
    return f"http://{local_names.preview_host(int(port))}" if port else None


def _settings(request: Request) -> Answer:
    """Return what the deploy writes in the cloud: where people sign in, and which hosts show previews and files."""
    origin = f"http://{request.headers.get('host', '')}"
    pool = f"{os.environ.get('AWS_REGION')}.amazonaws.com/{os.environ.get('USER_POOL_ID')}"
    settings = {
        "authority": f"https://cognito-idp.{pool}",
        "metadata_url": f"{origin}/.well-known/openid-configuration",
        "client_id": os.environ.get("CONSOLE_CLIENT_ID", ""),
        "preview_origin": _preview(),
        "media_origin": os.environ["AWS_ENDPOINT_URL"],
    }
    headers = [("content-type", "application/json"), ("cache-control", console.cache_control(console.SETTINGS))]
    return Answer(200, json.dumps(settings).encode(), headers)


def _file(name: str, folder: Path, request: Request) -> Answer:
    file = folder / name.lstrip("/")
    if name == console.INDEX and not file.is_file():
        return Answer(200, NOT_BUILT, [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")])
    if name == console.PREVIEW or not _NAME.fullmatch(name) or not file.is_file():  # the preview is on another host
        return own(404, "Not Found")
    content = file.read_bytes()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = [("cache-control", console.cache_control(name)), ("etag", tag)]
    if request.headers.get("if-none-match") == tag:
        return Answer(304, b"", headers)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Answer(200, content, [("content-type", kind + charset), *headers])
