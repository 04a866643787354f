"""Reads tracks and challenges; what is wrong with a file becomes lines of ``file: field: what is wrong``."""

from pathlib import Path

from progressive_flow.curriculum.authoring.files.challenges import (
    Challenge,
    ChallengeDocument,
    ChallengeFile,
    Content,
)
from progressive_flow.curriculum.authoring.files.checks import check_content
from progressive_flow.curriculum.authoring.files.expanding import ExpansionError, expand
from progressive_flow.curriculum.authoring.files.tracks import TracksFile
from progressive_flow.curriculum.authoring.yaml_files import ContentError, read_file


def read_content(root: Path) -> Content:
    """Read and check tracks and challenges. Raises ``ContentError`` naming each file and field that is wrong."""
    content, problems = read_files(root)
    if not problems:  # what refers to a file that did not load would only repeat its errors
        problems = check_content(content)
    if problems:
        raise ContentError(problems)
    return content


def read_files(root: Path) -> tuple[Content, list[str]]:
    """Return what can be read, and what is wrong with the shape of the rest."""
    problems: list[str] = []
    found = read_file(root, root / "tracks.yaml", TracksFile, problems)
    tracks = sorted(found.tracks, key=lambda track: track.order) if found else []
    rank = {track.slug: position for position, track in enumerate(tracks)}
    documents: dict[str, ChallengeDocument] = {}
    read = [_challenge(root, path, documents, problems) for path in sorted(root.glob("*/*/challenge.yaml"))]
    challenges = [challenge for challenge in read if challenge]
    challenges.sort(key=lambda challenge: (rank.get(challenge.track, len(rank)), challenge.order, challenge.slug))
    return Content(tracks, challenges, documents), problems


def _challenge(
    root: Path, path: Path, documents: dict[str, ChallengeDocument], problems: list[str]
) -> Challenge | None:
    file = read_file(root, path, ChallengeFile, problems)
    if file is None:
        return None
    name = str(path.relative_to(root))
    if (path.parent.parent.name, path.parent.name) != (file.track, file.slug):
        problems.append(f"{name}: slug: must be its folder's name, under its track's")
    beside = path.with_name("statement.md")
    statement = beside.read_text().strip() if beside.exists() else ""
    written = {field: getattr(file, field) for field in ChallengeFile.model_fields}  # validated: not once more
    documents[file.slug] = ChallengeDocument.model_construct(**written, statement=statement)
    try:
        return expand(file, statement)
    except ExpansionError as error:
        problems += [f"{name}: {text}" for text in error.problems]
    return None
