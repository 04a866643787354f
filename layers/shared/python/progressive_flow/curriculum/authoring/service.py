"""Publishes content files: only what differs, and a new version only where content changed."""

from typing import Any
from uuid import UUID

from progressive_flow.curriculum.authoring import repository
from progressive_flow.curriculum.authoring.files import Challenge, CodeChallenge, Content, Track, content_hash, plain
from progressive_flow.grading.code.versions import JUDGE_VERSION
from progressive_flow.grading.system_design.versions import GRADER_VERSION
from progressive_flow.kernel.database.transactions import Transaction

# What only the authors' check reads: no version depends on it.
FOR_AUTHORS = ("weaker_designs", "harmless_mutants")
CHANGELOG = "From the content files."


def lock(db: Transaction, organization_id: UUID) -> None:
    """Let one load of an organization's content run at a time."""
    repository.lock(db, organization_id)


def load(db: Transaction, content: Content, organization_id: UUID) -> dict[str, Any]:
    """Save what differs as drafts, publish what changed, archive what is gone; return how many rows changed, by kind."""
    rows = [_track(track) for track in content.tracks]
    written: list[Challenge | CodeChallenge] = [*content.challenges, *content.code]
    rows += [_challenge(challenge, plain(content.documents[challenge.slug])) for challenge in written]
    slugs = [{"slug": challenge.slug} for challenge in written]
    repository.lock(db, organization_id)
    repository.write_drafts(db, organization_id, rows)
    archived = repository.archive_missing(db, organization_id, slugs)  # first: their places may be taken
    return {**repository.publish(db, organization_id, rows), "archived": archived}


def published(challenge: Challenge | CodeChallenge) -> dict[str, Any]:
    """Return what a version freezes of a challenge: all that attempts are graded by, and what learners read."""
    return {key: value for key, value in plain(challenge).items() if key not in FOR_AUTHORS}


def _track(track: Track) -> dict[str, Any]:
    document = plain(track)
    return _row("track", document, document)


def _challenge(challenge: Challenge | CodeChallenge, document: dict[str, Any]) -> dict[str, Any]:
    content = published(challenge)
    version = JUDGE_VERSION if isinstance(challenge, CodeChallenge) else GRADER_VERSION
    return {**_row("challenge", document, content), "content": content, "grader_version": version}


def _row(kind: str, document: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """Return an item as it is saved and published; equal content has equal hashes."""
    return {
        "kind": kind,
        "slug": document["slug"],
        "title": document["title"],
        "document": document,
        "document_hash": content_hash(document).hex(),
        "content_hash": content_hash(content).hex(),
        "grader_version": GRADER_VERSION,
        "changelog": CHANGELOG,
    }
