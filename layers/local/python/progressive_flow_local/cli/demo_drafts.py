"""What the demo does with an author's draft: saves it, has it checked, and prints what was found."""

import time
from http import HTTPStatus
from typing import Any

from progressive_flow_client import AuthenticatedClient
from progressive_flow_client.api.curriculum import begin_check, save_draft, show_check, show_item
from progressive_flow_client.models import Check, CheckToBegin, DraftToSave, Item
from progressive_flow_client.types import UNSET

from progressive_flow_local.cli.transcript import Transcript
from progressive_flow_local.sample_organization import SLUG

POLLING_SECONDS = 0.3
MAX_POLLS = 200


def save(transcript: Transcript, author: AuthenticatedClient, slug: str, written: dict[str, Any]) -> None:
    """Save the draft of a challenge, as the next revision where there is one."""
    there = show_item.sync_detailed(SLUG, "challenge", slug, client=author)
    transcript.ask(
        Item,
        200,
        save_draft.sync_detailed,
        SLUG,
        "challenge",
        slug,
        client=author,
        body=DraftToSave.from_dict({"document": written}),
        if_match=there.headers["etag"] if there.status_code == HTTPStatus.OK else UNSET,
    )


def check(transcript: Transcript, author: AuthenticatedClient, slug: str) -> Check:
    """Have the draft checked; return what was found once that is done."""
    found = transcript.ask(
        Check, 202, begin_check.sync_detailed, SLUG, "challenge", slug, client=author, body=CheckToBegin()
    )
    for _ in range(MAX_POLLS):
        if found.state != "running":
            break
        time.sleep(POLLING_SECONDS)
        now = show_check.sync(SLUG, "challenge", slug, found.revision, client=author)
        found = now if isinstance(now, Check) else found
    return found


def show(transcript: Transcript, found: Check) -> None:
    """Print what stands against a draft, and what its author may want to know."""
    for row in [*found.report.problems, *found.report.warnings] if found.report else []:
        transcript.note(f"{row.place}: {row.message}")
