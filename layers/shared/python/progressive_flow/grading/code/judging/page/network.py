"""What the network of a page answers: the check's stubs, with their references filled."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.draws.references import fill
from progressive_flow.grading.code.draws.values import Draws
from progressive_flow.grading.code.task import Check

DELAY_MS = 20  # of an answer that says no other
ALWAYS = 1_000_000  # times that a stub answers unless it says how often


def answers(check: Check, names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the stubs of a check as the page takes them, `schedule` applied."""
    stubs = [_answer(*next(iter(fill(stub, names).items()))) for stub in check.network]
    if check.schedule:
        _reorder(stubs, fill(check.schedule["of"], names), Draws(f"schedule {names['seed']}"))
    return stubs


def _answer(request: str, reply: Any) -> dict[str, Any]:
    """Return one stub: `GET /api/users: {json: [...], status: 200, after: 50, times: 1}` or `GET /x: offline`."""
    method, _, url = request.partition(" ")
    said: Mapping[str, Any] = {"offline": True} if reply == "offline" else reply
    return {
        "method": method,
        "url": url,
        "body": json.dumps(said["json"]) if "json" in said else str(said.get("text", "")),
        "status": said.get("status", 200),
        "statusText": said.get("status text", ""),
        "headers": said.get("headers", {}),
        "after": said.get("after", DELAY_MS),
        "offline": said.get("offline", False),
        "left": said.get("times", ALWAYS),
    }


def _reorder(stubs: Sequence[dict[str, Any]], requests: Sequence[str], draws: Draws) -> None:
    """Exchange the delays of the named stubs in a drawn order, so that no solution may rely on which answers first."""
    named = [stub for stub in stubs if f"{stub['method']} {stub['url']}" in requests]
    for stub, delay in zip(named, draws.shuffled([stub["after"] for stub in named]), strict=True):
        stub["after"] = delay
