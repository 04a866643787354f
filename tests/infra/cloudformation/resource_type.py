"""A resource type that moto's CloudFormation lacks, as the API call that makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Properties = dict[str, Any]


def same(properties: Properties) -> Properties:
    """Return the properties unchanged, if the API has the same names."""
    return properties


def renamed(**names: str) -> Callable[[Properties], Properties]:
    """Return a function that renames properties; an empty name removes one."""

    def rename(properties: Properties) -> Properties:
        found = {names.get(name, name): value for name, value in properties.items()}
        return {name: value for name, value in found.items() if name}

    return rename


@dataclass(frozen=True, slots=True)
class ResourceType:
    """A resource type: the call that creates it, the path of its id in the response, its attributes, and what is missing.

    `name` is the parameter that CloudFormation generates when a template has none. A type that moto has no call for is not
    `made`: only its parameters are validated.
    """

    type: str
    service: str
    call: str
    id: str
    missing: str
    translate: Callable[[Properties], Properties] = same
    # from the parameters and the response together
    attributes: Callable[[Any], Mapping[str, Any]] = lambda _answer: {}
    name: str = ""
    made: bool = True
