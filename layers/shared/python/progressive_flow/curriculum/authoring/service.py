"""Writes content files to the catalogue: only what differs, and a new version only where content changed."""

from typing import Any

from progressive_flow.curriculum.authoring import repository
from progressive_flow.curriculum.authoring.files import Challenge, Content, Track, content_hash, plain
from progressive_flow.curriculum.versions import service as versions
from progressive_flow.kernel.database.bulk_write import write
from progressive_flow.kernel.database.transactions import Transaction

# What only the authors' check reads: no version depends on it.
FOR_AUTHORS = ("weaker_designs", "harmless_mutants")


def lock(db: Transaction) -> None:
    """Let one load run at a time."""
    repository.lock(db)


def load(db: Transaction, content: Content) -> dict[str, Any]:
    """Write what differs, publish what changed, open what is open now; in the order of the references."""
    modules, lessons = _modules(content.tracks), _lessons(content.tracks)
    challenges = [_challenge(challenge) for challenge in content.challenges]
    return {
        "tracks": write(db, repository.TRACKS, [_track(track) for track in content.tracks]),
        "modules": write(db, repository.MODULES, modules),
        "lessons": write(db, repository.LESSONS, lessons),
        "challenges": write(db, repository.CHALLENGES, challenges),
        "archived": write(db, repository.ARCHIVE, [{"slug": challenge.slug} for challenge in content.challenges]),
        "track_prerequisites": repository.write_track_edges(db, _edges(content.tracks)),
        "challenge_prerequisites": repository.write_challenge_edges(db, _edges(content.challenges)),
        "versions": versions.publish(db, [_version(challenge) for challenge in content.challenges]),
        "levels": versions.write_levels(db),
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
    return [{"slug": item.slug, "prerequisite": before} for item in of for before in item.prerequisites]


def _version(challenge: Challenge) -> dict[str, Any]:
    """Freeze all that attempts are graded by; equal content has equal hashes."""
    content = {key: value for key, value in plain(challenge).items() if key not in FOR_AUTHORS}
    return {"slug": challenge.slug, "content": content, "hash": content_hash(content).hex()}
