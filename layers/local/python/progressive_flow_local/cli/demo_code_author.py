"""The demo's author of code: a task whose checks miss a mistake, and what the gate says of it."""

import copy
from typing import Any

from progressive_flow_client import AuthenticatedClient

from progressive_flow_local.cli import demo_drafts
from progressive_flow_local.cli.transcript import Transcript

MADE = "demo-parcels"
COPIED = ("track", "lesson", "difficulty", "tags", "statement")
SOLUTION = """\
def parcels(items):
    if items < 0:
        raise ValueError("There are no negative items.")
    return -(-items // 12)
"""
REFUSES = {
    "id": "refuses",
    "title": "Fewer items than none are refused with a ValueError",
    "steps": [{"call": "parcels", "any": [{"int": [-50, -1]}], "times": 3, "throws": "ValueError"}],
}
OTHER_WAY = """\
import math


def parcels(items):
    if items < 0:
        raise ValueError(items)
    return math.ceil(items / 12)
"""
TASK: dict[str, Any] = {
    "runtime": "python",
    "min_score": 80,
    "starter": {"main.py": "def parcels(items):\n    return 0\n"},
    "solution": {"main.py": SOLUTION},
    "other_solutions": [{"main.py": OTHER_WAY}],
    "checks": [
        {
            "id": "counts",
            "title": "Twelve items fill a parcel, and a begun one counts",
            "weight": 3,
            "steps": [
                {"call": "parcels", "with": [12], "gives": 1},
                {"call": "parcels", "any": [{"int": [0, 500]}], "times": 20, "like": "solution"},
            ],
        },
        {
            "id": "nothing",
            "title": "Nothing needs no parcel",
            "needs": ["counts"],
            "steps": [{"call": "parcels", "with": [0], "gives": 0}],
        },
    ],
}
LEVEL: dict[str, Any] = {
    "level": 1,
    "name": "How many parcels",
    "description": "Write `parcels(items)`: how many parcels of twelve items an order needs.",
    "xp_reward": 20,
    "estimated_minutes": 10,
    "hints": [
        {"text": "How many parcels do 13 items need?", "xp_penalty": 2},
        {"text": "A division that rounds up is one that rounds down, of a negative number.", "xp_penalty": 3},
        {"text": "`-(-items // 12)` rounds up.", "xp_penalty": 4},
    ],
    "solution_approach": "A parcel that was begun counts, so the division has to round up, which `-(-items // 12)` does.",
    "task": TASK,
}
CHALLENGE: dict[str, Any] = {
    "slug": MADE,
    "title": "Parcels for an order",
    "order": 10,
    "category": "python",
    "description": "A shop sends twelve items in a parcel. Write the function that says how many parcels an order needs.",
    "prerequisites": [],
    "ddia_concepts": [],
    "estimated_minutes": 10,
    "xp_base": 20,
    "level_count": 1,
    "kind": "code",
    "levels": [LEVEL],
}


def write_code(transcript: Transcript, author: AuthenticatedClient, other: dict[str, Any]) -> None:
    """Check a draft whose checks miss a mistake, then write the check; the place in the track is that of `other`."""
    transcript.step("The author writes a challenge of code; mistakes are tried out")
    written = {name: other[name] for name in COPIED if name in other} | copy.deepcopy(CHALLENGE)
    demo_drafts.save(transcript, author, MADE, written)
    found = demo_drafts.check(transcript, author, MADE)
    demo_drafts.show(transcript, found)
    survivors = [row.message for row in found.report.warnings] if found.report else []
    offered = all("write a check" in message and "equivalent" in message for message in survivors)
    transcript.check("each mistake that no check finds is named, with what to do", holds=bool(survivors) and offered)
    transcript.step("The author writes the check")
    written["levels"][0]["task"]["checks"].append(REFUSES)
    demo_drafts.save(transcript, author, MADE, written)
    found = demo_drafts.check(transcript, author, MADE)
    demo_drafts.show(transcript, found)
    holds = found.state == "passed" and found.report is not None and not found.report.warnings
    transcript.check("nothing stands against it, and every mistake is found", holds=holds)
