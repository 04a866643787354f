"""YAML as content files have it: read under limits, and written so that it is read back as it was."""

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

from progressive_flow.curriculum.authoring.yaml_files import Loader, parsed

MAX_DEPTH, MAX_NODES = 50, 100_000
# The time to read a number grows with the square of its length.
_LONG_NUMBER = re.compile(r"[-+0-9a-fA-FxXo._:]{101,}")
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


class TextError(ValueError):
    """A text that is no content file; the message says why, for people."""


def read_mapping(text: str) -> dict[str, Any]:
    """Return a YAML mapping as the JSON that is stored. Raises TextError."""
    try:
        _check(text)
        found = parsed(text)
    except (yaml.YAMLError, ValueError, ArithmeticError) as error:
        raise TextError(" ".join(str(error).split())) from error
    if not isinstance(found, dict):
        raise TextError("The file has to hold names and values, as `slug: first-track`.")
    try:
        stored: dict[str, Any] = json.loads(json.dumps(found, allow_nan=False))
    except (TypeError, ValueError):
        raise TextError(
            "A date, a set or a number that is none cannot be stored: write it in quotation marks."
        ) from None
    return stored


def write_mapping(document: Mapping[str, Any]) -> str:
    """Return the YAML of a JSON object, in the order of its members; texts of several lines as blocks."""
    shown = _dump(document, _Blocks)
    return shown if _is_read_back(shown, document) else _dump(document, yaml.CSafeDumper)


def _check(text: str) -> None:
    """Refuse what takes much more to build than to write; the events are read without building anything."""
    depth = nodes = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise TextError("Anchors and aliases are not allowed: write the value out.")
        if tag := getattr(event, "tag", None):
            raise TextError(f"The tag {tag[:50]} is not allowed: write the value plainly.")
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and _LONG_NUMBER.fullmatch(event.value):
            raise TextError("A number has more than 100 digits: write it in quotation marks if it is a text.")
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise TextError(f"The file is nested more than {MAX_DEPTH} deep, or has more than {MAX_NODES:,} values.")


class _Blocks(yaml.CSafeDumper):
    """Writes texts of several lines as they are read."""


def _text(dumper: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Blocks.add_representer(str, _text)


def _dump(document: Mapping[str, Any], dumper: Any) -> str:
    return str(yaml.dump(document, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120))


def _is_read_back(text: str, document: Mapping[str, Any]) -> bool:
    try:
        return read_mapping(text) == document
    except TextError:
        return False
