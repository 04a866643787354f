"""Reads one content file into its model; what is wrong becomes a line of ``file: field: what is wrong``."""

from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

import yaml
from pydantic import BaseModel, ValidationError

from progressive_flow.curriculum.authoring.files.forms import refusals
from progressive_flow.kernel.errors import UserError


class ContentError(UserError):
    """Content that must not be loaded; ``problems`` are lines of ``file: field: what is wrong``."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Loader(yaml.CSafeLoader):
    """YAML as it should be: a key written twice is an error, not a silent choice of the second."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return a mapping; raise ConstructorError where a key is written twice."""
        found = super().construct_mapping(node, deep)
        if len(found) < len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key is written twice", node.start_mark)
        return found


Model = TypeVar("Model", bound=BaseModel)


# A process reads the same files many times (tests above all); the key is the content, so a changed file is read again.
# Errors are not cached.
@lru_cache(maxsize=512)
def _parse(content: bytes, model: type[BaseModel]) -> BaseModel:
    # CSafeLoader: ten times faster, and as safe as the loader written in Python.
    return model.model_validate(yaml.load(content, Loader=Loader))  # noqa: S506


def read_file(root: Path, path: Path, model: type[Model], problems: list[str]) -> Model | None:
    """Return the file's content; None if it cannot be read, with the reasons added to ``problems``."""
    name = str(path.relative_to(root))
    try:
        return cast("Model", _parse(path.read_bytes(), model))
    except OSError as error:
        problems.append(f"{name}: {error.strerror}")
    except yaml.YAMLError as error:
        problems.append(f"{name}: {' '.join(str(error).split())}")
    except ValidationError as error:
        problems += [": ".join([name, ".".join(map(str, place)), text]) for place, text in refusals(model, error)]
    return None
