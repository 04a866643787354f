"""The content files: what authors write under ``sql/seeds/content``, checked before any of it is loaded.

``tracks.yaml`` holds the tracks with their modules and lessons; ``<track>/<slug>/challenge.yaml`` holds one challenge.
"""

from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from progressive_flow.content.file_checks import check_content
from progressive_flow.content.file_models import Challenge, Content, Level, Track, TracksFile
from progressive_flow.errors import UserError

__all__ = ["Challenge", "Content", "ContentError", "Level", "Track", "plain", "read_content"]


class ContentError(UserError):
    """Content that must not be loaded; ``problems`` are lines of ``file: field: what is wrong``."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _Loader(yaml.CSafeLoader):
    """YAML as it should be: a key written twice is an error, not a silent choice of the second."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        found = super().construct_mapping(node, deep)
        if len(found) < len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key is written twice", node.start_mark)
        return found


_Model = TypeVar("_Model", bound=BaseModel)


def read_content(root: Path) -> Content:
    """Read and check everything under ``root``. Raises ``ContentError`` naming each file and field that is wrong."""
    problems: list[str] = []
    found = _read(root, root / "tracks.yaml", TracksFile, problems)
    tracks = sorted(found.tracks, key=lambda track: track.order) if found else []
    rank = {track.slug: position for position, track in enumerate(tracks)}
    challenges: list[Challenge] = []
    for path in sorted(root.glob("*/*/challenge.yaml")):
        challenge = _read(root, path, Challenge, problems)
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


def _read(root: Path, path: Path, model: type[_Model], problems: list[str]) -> _Model | None:
    name = str(path.relative_to(root))
    try:
        # CSafeLoader: ten times faster, and as safe as the loader written in Python.
        return model.model_validate(yaml.load(path.read_bytes(), Loader=_Loader))  # noqa: S506
    except OSError as error:
        problems.append(f"{name}: {error.strerror}")
    except yaml.YAMLError as error:
        problems.append(f"{name}: {' '.join(str(error).split())}")
    except ValidationError as error:
        problems += [f"{name}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    return None
