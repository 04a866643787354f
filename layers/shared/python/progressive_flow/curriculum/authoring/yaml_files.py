"""Reads one content file into its model; what is wrong becomes a line of ``file: field: what is wrong``."""

import re
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
    """YAML as it should be: a key written twice is an error, and `no`, `on`, 12:30 and 2024-01-31 are texts, as in YAML 1.2."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return a mapping; raise ConstructorError where a key is written twice."""
        found = super().construct_mapping(node, deep)
        if len(found) < len(node.value):
            raise yaml.constructor.ConstructorError(None, None, "a key is written twice", node.start_mark)
        return found


def _resolve_as_in_yaml_1_2() -> None:
    """Recognize booleans and numbers by the core schema of YAML 1.2, with underscores in numbers as an addition."""
    tag = "tag:yaml.org,2002:"
    replaced = {f"{tag}{kind}" for kind in ("bool", "int", "float", "timestamp")}
    Loader.yaml_implicit_resolvers = {
        first: [(name, pattern) for name, pattern in rows if name not in replaced]
        for first, rows in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    digits = r"[0-9][0-9_]*"
    forms = {
        "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
        "int": (r"[-+]?(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F]+", "-+0123456789"),
        "float": (
            rf"[-+]?(?:{digits})?\.[0-9_]+(?:[eE][-+]?[0-9]+)?|[-+]?{digits}\.|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
            "-+.0123456789",
        ),
    }
    for kind, (pattern, firsts) in forms.items():
        Loader.add_implicit_resolver(f"{tag}{kind}", re.compile(f"^(?:{pattern})$"), list(firsts))


_resolve_as_in_yaml_1_2()
Model = TypeVar("Model", bound=BaseModel)


def parsed(text: str | bytes) -> Any:
    """Return what content in YAML says: the one way in which all of it is read. Raises YAMLError."""
    # CSafeLoader: ten times faster, and as safe as the loader written in Python.
    return yaml.load(text, Loader=Loader)  # noqa: S506


# A process reads the same files many times (tests above all); the key is the content, so a changed file is read again.
# Errors are not cached.
@lru_cache(maxsize=512)
def _parse(content: bytes, model: type[BaseModel]) -> BaseModel:
    return model.model_validate(parsed(content))


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
