"""Reads tracks and challenges; what is wrong with a file becomes lines of ``file: field: what is wrong``."""

import re
from pathlib import Path

from progressive_flow.curriculum.authoring.files.challenges import (
    Challenge,
    ChallengeDocument,
    ChallengeFile,
    Content,
)
from progressive_flow.curriculum.authoring.files.checks import check_content
from progressive_flow.curriculum.authoring.files.code_challenges import (
    CodeChallenge,
    CodeChallengeDocument,
    CodeChallengeFile,
    expand_code,
)
from progressive_flow.curriculum.authoring.files.expanding import ExpansionError, expand
from progressive_flow.curriculum.authoring.files.facts import Facts
from progressive_flow.curriculum.authoring.files.tracks import TracksFile
from progressive_flow.curriculum.authoring.yaml_files import ContentError, read_file

CODE = re.compile(r"^kind: *code *$", re.MULTILINE)


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
    documents: dict[str, ChallengeDocument | CodeChallengeDocument] = {}
    read = [_read(root, path, documents, problems) for path in sorted(root.glob("*/*/challenge.yaml"))]
    found_all = [challenge for challenge in read if challenge]
    found_all.sort(key=lambda challenge: (rank.get(challenge.track, len(rank)), challenge.order, challenge.slug))
    designs = [challenge for challenge in found_all if isinstance(challenge, Challenge)]
    code = [challenge for challenge in found_all if isinstance(challenge, CodeChallenge)]
    return Content(tracks, designs, documents, code), problems


def _read(
    root: Path, path: Path, documents: dict[str, ChallengeDocument | CodeChallengeDocument], problems: list[str]
) -> Challenge | CodeChallenge | None:
    """Return the challenge of a file, of the kind that it says it is."""
    is_code = CODE.search(path.read_text()) is not None
    model: type[ChallengeFile | CodeChallengeFile] = CodeChallengeFile if is_code else ChallengeFile
    file = read_file(root, path, model, problems)
    if file is None:
        return None
    statement = _beside(root, path, file, problems)
    written = {field: getattr(file, field) for field in type(file).model_fields}  # validated: not once more
    if isinstance(file, CodeChallengeFile):
        documents[file.slug] = CodeChallengeDocument.model_construct(**written, statement=statement)
        return expand_code(file, statement)
    documents[file.slug] = ChallengeDocument.model_construct(**written, statement=statement)
    try:
        return expand(file, statement)
    except ExpansionError as error:
        problems += [f"{path.relative_to(root)}: {text}" for text in error.problems]
    return None


def _beside(root: Path, path: Path, file: Facts, problems: list[str]) -> str:
    """Return the statement beside a challenge's file, empty if there is none; the folders bear the names of both."""
    if (path.parent.parent.name, path.parent.name) != (file.track, file.slug):
        problems.append(f"{path.relative_to(root)}: slug: must be its folder's name, under its track's")
    beside = path.with_name("statement.md")
    return beside.read_text().strip() if beside.exists() else ""
