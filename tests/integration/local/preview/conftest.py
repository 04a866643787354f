"""The host of the preview, and a page of the console that frames it."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from progressive_flow.kernel.declarations import console
from progressive_flow_local.processes import HOST, free_port
from tests.support.gateways import gateway
from tests.support.previews import FRAMING, Framing, served


@pytest.fixture(scope="module")
def preview(database: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of the preview, as the gateway serves it beside the API."""
    port = free_port()
    with gateway(database, 1, tmp_path_factory.mktemp("preview") / "log", PREVIEW_PORT=str(port)) as api:
        assert api != f"http://{HOST}:{port}"
        yield f"http://localhost:{port}"


@pytest.fixture
def page(chrome: Browser, preview: str) -> Iterator[Page]:
    """A page of the console that frames previews."""
    sent = console.page_headers(console.Origins(calls=(), media="http://127.0.0.1:1", preview=preview))
    script = FRAMING.replace("PREVIEW", json.dumps(f"{preview}/preview.html"))
    with served(type("Ours", (Framing,), {"headers_sent": sent, "script": script})) as address:
        opened = chrome.new_page()
        opened.goto(address)
        yield opened
        opened.close()
