"""A resource type that moto's CloudFormation lacks, as the API call that makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Properties = dict[str, Any]


def same(properties: Properties) -> Properties:
    """Return what the API calls by the same names."""
    return properties


def renamed(**names: str) -> Callable[[Properties], Properties]:
    """Return what renames properties; an empty name leaves one out."""

    def rename(properties: Properties) -> Properties:
        found = {names.get(name, name): value for name, value in properties.items()}
        return {name: value for name, value in found.items() if name}

    return rename


@dataclass(frozen=True, slots=True)
class Pretended:
    """A resource type: the call that makes it, the path of its id in the answer, its attributes, and what is missing.

    `name` is the parameter that CloudFormation makes up when a template has none. What moto has no call for is not `made`: its
    parameters are checked as for a call, and that is all.
    """

    type: str
    service: str
    call: str
    id: str
    missing: str
    translate: Callable[[Properties], Properties] = same
    # asked for and answered, in one
    attributes: Callable[[Any], Mapping[str, Any]] = lambda _answer: {}
    name: str = ""
    made: bool = True
