"""Loads the content files into the catalogue: idempotent, in one transaction, a new revision only where content changed."""

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from progressive_flow import database, declarations
from progressive_flow.content import changes_repository, repository, revisions_repository
from progressive_flow.content.changes import Changes, compare
from progressive_flow.content.files import Challenge, Content, Track, plain, read_content
from progressive_flow.content.reference_files import read_references
from progressive_flow.content.reference_models import References
from progressive_flow.content.reference_service import load_references
from progressive_flow.content.writing import write
from progressive_flow.database import Transaction

# What only the authors' check reads: no revision depends on it.
FOR_AUTHORS = ("weaker_designs", "harmless_mutants")


def content_root() -> Path:
    """Return the folder of the content files."""
    return declarations.root() / "sql" / "seeds" / "content"


def check_files(root: Path | None = None) -> tuple[Content, References]:
    """Read and check all files; raise ContentError with everything that is wrong with them."""
    root = root or content_root()
    content = read_content(root)
    return content, read_references(root, content)


def load_reference_data(root: Path | None = None) -> dict[str, Any]:
    """Read, check and load the content files as the migrator; return how many rows of each kind changed."""
    return apply(root).rows


def apply(root: Path | None = None) -> Changes:
    """Do the same; tell what it means for each challenge, too."""
    content, references = check_files(root)
    with database.transaction(role="migrator") as db:
        return _load_all(db, content, references)


def plan(root: Path | None = None) -> Changes:
    """Load everything, tell what changed, and take it all back."""
    content, references = check_files(root)
    changes = Changes({}, [])
    with suppress(_TakenBackError), database.transaction(role="migrator") as db:
        changes = _load_all(db, content, references)
        raise _TakenBackError
    return changes


class _TakenBackError(Exception):
    """Ends the transaction of a plan, so that it leaves nothing."""


def _load_all(db: Transaction, content: Content, references: References) -> Changes:
    repository.lock(db)
    before = changes_repository.standing(db)
    rows = {**load(db, content), **load_references(db, references)}
    return Changes(rows, compare(before, changes_repository.standing(db)))


def load(db: Transaction, content: Content) -> dict[str, Any]:
    """Write what differs, publish what changed, open what is open now; in the order of the references."""
    repository.lock(db)
    modules, lessons = _modules(content.tracks), _lessons(content.tracks)
    challenges = [_challenge(each) for each in content.challenges]
    return {
        "tracks": write(db, repository.TRACKS, [_track(track) for track in content.tracks]),
        "modules": write(db, repository.MODULES, modules),
        "lessons": write(db, repository.LESSONS, lessons),
        "challenges": write(db, repository.CHALLENGES, challenges),
        "archived": write(db, repository.ARCHIVE, [{"slug": each.slug} for each in content.challenges]),
        "track_prerequisites": repository.write_edges(db, "track", "learning_tracks", _edges(content.tracks)),
        "challenge_prerequisites": repository.write_edges(db, "challenge", "challenges", _edges(content.challenges)),
        "revisions": revisions_repository.publish(db, [_revision(each) for each in content.challenges]),
        "levels": revisions_repository.write_levels(db),
        "unlocked": repository.unlock_for_everyone(db),
    }


def _track(track: Track) -> dict[str, Any]:
    return {**track.model_dump(exclude={"modules", "order", "prerequisites"}), "order_index": track.order}


def _modules(tracks: list[Track]) -> list[dict[str, Any]]:
    return [
        {"track": track.slug, "order_index": place, **module.model_dump(exclude={"lessons"})}
        for track in tracks
        for place, module in enumerate(track.modules, 1)
    ]


def _lessons(tracks: list[Track]) -> list[dict[str, Any]]:
    return [
        {"track": track.slug, "module": module.slug, "order_index": place, **lesson.model_dump()}
        for track in tracks
        for module in track.modules
        for place, lesson in enumerate(module.lessons, 1)
    ]


def _challenge(challenge: Challenge) -> dict[str, Any]:
    fields = plain(challenge)
    for name in ("levels", "reference_design", "prerequisites", *FOR_AUTHORS):
        fields.pop(name, None)
    return {**fields, "order_in_track": challenge.order, "difficulty_base": challenge.difficulty}


def _edges(of: list[Track] | list[Challenge]) -> list[dict[str, Any]]:
    return [{"slug": each.slug, "prerequisite": before} for each in of for before in each.prerequisites]


def _revision(challenge: Challenge) -> dict[str, Any]:
    """Freeze all that attempts are graded by; equal content has equal hashes."""
    content = {key: value for key, value in plain(challenge).items() if key not in FOR_AUTHORS}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return {"slug": challenge.slug, "content": content, "hash": hashlib.sha256(canonical.encode()).hexdigest()}
