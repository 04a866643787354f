"""What the demo does with an author's draft: saves it, has it checked, and prints what was found."""

import time
from typing import Any

import httpx

from progressive_flow_local.cli.transcript import Transcript, document

POLLING_SECONDS = 0.3
MAX_POLLS = 200
Headers = dict[str, str]


def save(transcript: Transcript, api: httpx.Client, author: Headers, item: str, written: dict[str, Any]) -> None:
    """Save a draft at the address `item`, as the next revision where there is one."""
    there = api.get(item, headers=author)
    headers = author | ({"if-match": there.headers["etag"]} if there.is_success else {})
    transcript.request(api, "PUT", item, 200, json={"document": written}, headers=headers)


def check(transcript: Transcript, api: httpx.Client, author: Headers, item: str) -> dict[str, Any]:
    """Have the draft checked; return what was found once that is done."""
    asked = transcript.request(api, "POST", f"{item}/checks", 202, json={}, headers=author)
    found = document(asked)
    for _ in range(MAX_POLLS):
        if found.get("state") != "running":
            break
        time.sleep(POLLING_SECONDS)
        found = document(api.get(asked.headers["location"], headers=author))
    return found


def show(transcript: Transcript, found: dict[str, Any]) -> None:
    """Print what stands against a draft, and what its author may want to know."""
    report = found.get("report") or {}
    for row in [*report.get("problems", []), *report.get("warnings", [])]:
        transcript.note(f"{row['place']}: {row['message']}")
