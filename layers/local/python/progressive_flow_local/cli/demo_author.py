"""The demo's third part: an author of an organization, from a draft to a rollback."""

import copy
from typing import Any, TypeVar

from progressive_flow_client import AuthenticatedClient
from progressive_flow_client.api.curriculum import list_versions, publish_item, save_review, show_challenge, show_item
from progressive_flow_client.api.identity import create_invitations, join_organization, show_me
from progressive_flow_client.api.progress import submit_attempt
from progressive_flow_client.models import (
    ChallengeDetail,
    GradedAttempt,
    Item,
    Joining,
    MadeInvitations,
    Me,
    NewInvitations,
    NewPublication,
    Organization,
    Problem,
    Publication,
    Review,
    ReviewToSave,
    SystemDesignSubmission,
    VersionPage,
)

from progressive_flow_local import demo_unlocks
from progressive_flow_local.aws import judges
from progressive_flow_local.cli import demo_code_author, demo_drafts
from progressive_flow_local.cli.transcript import Transcript
from progressive_flow_local.sample_organization import SLUG

SOURCE, MADE = "product-pages", "demo-pages"
REF = f"{SLUG}:{MADE}"
CHANGELOG = "What learners read is clearer now."
Answer = TypeVar("Answer")


def write_and_publish(transcript: Transcript, api: AuthenticatedClient, held: dict[str, Any]) -> None:
    """Walk an author's path in the sample organization; `api` signs in as the learner of the first parts."""
    author, reviewer, manager = (
        transcript.client(held["api_url"], demo_unlocks.token(held, who)) for who in ("author", "reviewer", "org_admin")
    )
    written = _draft(transcript, author)
    _review(transcript, author, reviewer)
    _learn(transcript, api, manager, written)
    _change_and_roll_back(transcript, api, author, reviewer, written)
    if judges.is_built():
        demo_code_author.write_code(transcript, author, written)


def _draft(transcript: Transcript, author: AuthenticatedClient) -> dict[str, Any]:
    transcript.step("An author of Northwind Academy writes a challenge")
    source = transcript.ask(Item, 200, show_item.sync_detailed, SLUG, "challenge", SOURCE, client=author)
    good: dict[str, Any] = source.document.to_dict() | {
        "slug": MADE,
        "title": "Pages in a hurry",
        "order": 9,
        "prerequisites": [],
    }
    wrong = copy.deepcopy(good)
    wrong["levels"][0]["hints"][2]["xp_penalty"] = wrong["levels"][0]["xp_reward"]
    wrong["lesson"] = "no-such-lesson"
    demo_drafts.save(transcript, author, MADE, wrong)
    transcript.step("The check names what has to be corrected")
    found = demo_drafts.check(transcript, author, MADE)
    demo_drafts.show(transcript, found)
    transcript.check("it cannot be published like this", holds=found.state == "failed")
    transcript.step("Corrected, it can be published")
    demo_drafts.save(transcript, author, MADE, good)
    found = demo_drafts.check(transcript, author, MADE)
    transcript.check("nothing stands against it", holds=found.state == "passed")
    return good


def _review(transcript: Transcript, author: AuthenticatedClient, reviewer: AuthenticatedClient) -> None:
    transcript.step("Somebody else has to read it first")
    _approve(transcript, author, 2, Problem, 403)
    refused = _publish(transcript, reviewer, Problem, 409, NewPublication(CHANGELOG, revision=2))
    transcript.note(refused.detail)
    _approve(transcript, reviewer, 2, Review, 200)
    made = _publish(transcript, reviewer, Publication, 201, NewPublication(CHANGELOG, revision=2))
    transcript.check(f"{made.label} is live", holds=(made.state, made.label) == ("live", "v1.0"))


def _learn(
    transcript: Transcript, api: AuthenticatedClient, manager: AuthenticatedClient, written: dict[str, Any]
) -> None:
    transcript.step("A learner joins the organization by its code and passes")
    invited = transcript.ask(
        MadeInvitations, 201, create_invitations.sync_detailed, SLUG, client=manager, body=NewInvitations(max_uses=5)
    )
    transcript.ask(Organization, 201, join_organization.sync_detailed, client=api, body=Joining(code=invited.code))
    shown = transcript.ask(ChallengeDetail, 200, show_challenge.sync_detailed, REF, client=api)
    transcript.check("the challenge is open", holds=shown.unlocked)
    before = transcript.ask(Me, 200, show_me.sync_detailed, client=api).total_xp
    design = SystemDesignSubmission.from_dict({"kind": "system_design", "design": written["reference_design"]})
    passed = transcript.ask(GradedAttempt, 201, submit_attempt.sync_detailed, REF, 1, client=api, body=design)
    transcript.check(f"it passes: {passed.xp_earned} XP of the organization", holds=passed.passed)
    after = transcript.ask(Me, 200, show_me.sync_detailed, client=api).total_xp
    transcript.check("nobody pays themselves XP of the platform by writing an easy level", holds=before == after)


def _change_and_roll_back(
    transcript: Transcript,
    api: AuthenticatedClient,
    author: AuthenticatedClient,
    reviewer: AuthenticatedClient,
    written: dict[str, Any],
) -> None:
    transcript.step("The author improves it: the learner's solution still passes")
    demo_drafts.save(transcript, author, MADE, written | {"title": "Pages in a hurry, explained better"})
    found = demo_drafts.check(transcript, author, MADE)
    transcript.check("solutions of before still pass", holds=found.is_compatible is True)
    _approve(transcript, reviewer, 3, Review, 200)
    made = _publish(transcript, reviewer, Publication, 201, NewPublication(CHANGELOG, revision=3))
    transcript.check(f"{made.label} is live", holds=made.label == "v1.1")
    transcript.step("The reviewer rolls back")
    _publish(transcript, reviewer, Publication, 201, NewPublication(CHANGELOG, restored_from=1))
    for row in transcript.ask(
        VersionPage, 200, list_versions.sync_detailed, SLUG, "challenge", MADE, client=author
    ).items:
        transcript.note(f"{row.label}{' (live)' if row.is_live else ''}: {row.changelog}")
    title = transcript.ask(ChallengeDetail, 200, show_challenge.sync_detailed, REF, client=api).title
    transcript.check(f"learners read '{title}' again", holds=title == written["title"])


def _approve(transcript: Transcript, by: AuthenticatedClient, revision: int, kind: type[Answer], status: int) -> Answer:
    return transcript.ask(
        kind,
        status,
        save_review.sync_detailed,
        SLUG,
        "challenge",
        MADE,
        revision,
        client=by,
        body=ReviewToSave("approved"),
    )


def _publish(
    transcript: Transcript, by: AuthenticatedClient, kind: type[Answer], status: int, what: NewPublication
) -> Answer:
    return transcript.ask(kind, status, publish_item.sync_detailed, SLUG, "challenge", MADE, client=by, body=what)
