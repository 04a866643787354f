"""The content files: what authors write under ``sql/seeds/content``, checked before any of it is loaded.

``tracks.yaml`` holds the tracks with their modules and lessons; ``<track>/<slug>/challenge.yaml`` holds one challenge.
"""

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from progressive_flow.content.file_checks import check_content
from progressive_flow.content.file_models import Challenge, Content, Level, Track, TracksFile
from progressive_flow.content.yaml_files import ContentError, read_file

__all__ = ["Challenge", "Content", "ContentError", "Level", "Track", "plain", "read_content"]


def read_content(root: Path) -> Content:
    """Read and check tracks and challenges. Raises ``ContentError`` naming each file and field that is wrong."""
    problems: list[str] = []
    found = read_file(root, root / "tracks.yaml", TracksFile, problems)
    tracks = sorted(found.tracks, key=lambda track: track.order) if found else []
    rank = {track.slug: position for position, track in enumerate(tracks)}
    challenges: list[Challenge] = []
    for path in sorted(root.glob("*/*/challenge.yaml")):
        challenge = read_file(root, path, Challenge, problems)
        if challenge:
            challenges.append(challenge)
            if (path.parent.parent.name, path.parent.name) != (challenge.track, challenge.slug):
                problems.append(f"{path.relative_to(root)}: slug: must be its folder's name, under its track's")
    challenges.sort(key=lambda each: (rank.get(each.track, len(rank)), each.order, each.slug))
    content = Content(tracks, challenges)
    if not problems:  # what refers to a file that did not load would only repeat its errors
        problems += check_content(content)
    if problems:
        raise ContentError(problems)
    return content


def plain(model: BaseModel) -> dict[str, Any]:
    """The mapping that is stored and evaluated: as written in the file, with nothing that was left out."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)
