"""The demo's third part: an author of an organization, from a draft to a rollback."""

import copy
from typing import Any

import httpx

from progressive_flow_local import demo_unlocks
from progressive_flow_local.cli import demo_code, demo_code_author, demo_drafts
from progressive_flow_local.cli.demo_drafts import Headers
from progressive_flow_local.cli.transcript import Transcript, document
from progressive_flow_local.sample_organization import ITEMS, SLUG

SOURCE, MADE = "product-pages", "demo-pages"
ITEM = f"{ITEMS}/challenge/{MADE}"
REF = f"{SLUG}:{MADE}"


def write_and_publish(transcript: Transcript, api: httpx.Client, held: dict[str, Any]) -> None:
    """Walk an author's path in the sample organization; `api` signs in as the learner of the first parts."""
    author, reviewer = (demo_unlocks.bearer(held, who) for who in ("author", "reviewer"))
    document_ = _draft(transcript, api, author)
    _review(transcript, api, author, reviewer)
    _learn(transcript, api, held, document_)
    _change_and_roll_back(transcript, api, author, reviewer, document_)
    if demo_code.is_built():
        demo_code_author.write_code(transcript, api, author, document_)


def _draft(transcript: Transcript, api: httpx.Client, author: Headers) -> dict[str, Any]:
    transcript.step("An author of Northwind Academy writes a challenge")
    source = document(transcript.request(api, "GET", f"{ITEMS}/challenge/{SOURCE}", 200, headers=author))
    good: dict[str, Any] = source.get("document", {}) | {
        "slug": MADE,
        "title": "Pages in a hurry",
        "order": 9,
        "prerequisites": [],
    }
    wrong = copy.deepcopy(good)
    wrong["levels"][0]["hints"][2]["xp_penalty"] = wrong["levels"][0]["xp_reward"]
    wrong["lesson"] = "no-such-lesson"
    demo_drafts.save(transcript, api, author, ITEM, wrong)
    transcript.step("The check names what has to be corrected")
    found = demo_drafts.check(transcript, api, author, ITEM)
    demo_drafts.show(transcript, found)
    transcript.check("it cannot be published like this", holds=found.get("state") == "failed")
    transcript.step("Corrected, it can be published")
    demo_drafts.save(transcript, api, author, ITEM, good)
    found = demo_drafts.check(transcript, api, author, ITEM)
    transcript.check("nothing stands against it", holds=found.get("state") == "passed")
    return good


def _review(transcript: Transcript, api: httpx.Client, author: Headers, reviewer: Headers) -> None:
    transcript.step("Somebody else has to read it first")
    review = f"{ITEM}/revisions/2/review"
    transcript.request(api, "PUT", review, 403, json={"verdict": "approved"}, headers=author)
    refused = _publish(transcript, api, reviewer, 409, revision=2)
    transcript.note(str(refused.get("detail")))
    transcript.request(api, "PUT", review, 200, json={"verdict": "approved"}, headers=reviewer)
    made = _publish(transcript, api, reviewer, 201, revision=2)
    transcript.check(f"{made.get('label')} is live", holds=(made.get("state"), made.get("label")) == ("live", "v1.0"))


def _learn(transcript: Transcript, api: httpx.Client, held: dict[str, Any], written: dict[str, Any]) -> None:
    transcript.step("A learner joins the organization by its code and passes")
    manager = demo_unlocks.bearer(held, "org_admin")
    path, few = f"/v1/organizations/{SLUG}/invitations", {"max_uses": 5}
    code = document(transcript.request(api, "POST", path, 201, json=few, headers=manager)).get("code")
    transcript.request(api, "POST", "/v1/me/organizations", 201, json={"code": code})
    shown = document(transcript.request(api, "GET", f"/v1/challenges/{REF}", 200))
    transcript.check("the challenge is open", holds=shown.get("unlocked") is True)
    before = document(transcript.request(api, "GET", "/v1/me", 200)).get("total_xp")
    body = {"kind": "system_design", "design": written["reference_design"]}
    passed = document(transcript.request(api, "POST", f"/v1/challenges/{REF}/levels/1/attempts", 201, json=body))
    transcript.check(f"it passes: {passed.get('xp_earned')} XP of the organization", holds=passed.get("passed") is True)
    after = document(transcript.request(api, "GET", "/v1/me", 200)).get("total_xp")
    transcript.check("nobody pays themselves XP of the platform by writing an easy level", holds=before == after)


def _change_and_roll_back(
    transcript: Transcript, api: httpx.Client, author: Headers, reviewer: Headers, written: dict[str, Any]
) -> None:
    transcript.step("The author improves it: the learner's solution still passes")
    demo_drafts.save(transcript, api, author, ITEM, written | {"title": "Pages in a hurry, explained better"})
    found = demo_drafts.check(transcript, api, author, ITEM)
    transcript.check("solutions of before still pass", holds=found.get("is_compatible") is True)
    approved = {"verdict": "approved"}
    transcript.request(api, "PUT", f"{ITEM}/revisions/3/review", 200, json=approved, headers=reviewer)
    made = _publish(transcript, api, reviewer, 201, revision=3)
    transcript.check(f"{made.get('label')} is live", holds=made.get("label") == "v1.1")
    transcript.step("The reviewer rolls back")
    _publish(transcript, api, reviewer, 201, restored_from=1)
    versions = document(transcript.request(api, "GET", f"{ITEM}/versions", 200, headers=author)).get("items", [])
    for row in versions:
        transcript.note(f"{row['label']}{' (live)' if row['is_live'] else ''}: {row['changelog']}")
    title = document(transcript.request(api, "GET", f"/v1/challenges/{REF}", 200)).get("title")
    transcript.check(f"learners read '{title}' again", holds=title == written["title"])


def _publish(transcript: Transcript, api: httpx.Client, reviewer: Headers, status: int, **what: Any) -> dict[str, Any]:
    body = {"changelog": "What learners read is clearer now.", **what}
    return document(transcript.request(api, "POST", f"{ITEM}/publications", status, json=body, headers=reviewer))
