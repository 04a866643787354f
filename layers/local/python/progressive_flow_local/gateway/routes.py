"""Matches a request to a route as API Gateway does: whole segments, literals before parameters, `$default` last."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Route

DEFAULT = "$default"
_PARAMETER = re.compile(r"\{(\w+)\}")


class Routed(Protocol):
    """An endpoint: a handler that carries its route."""

    @property
    def route(self) -> Route:
        """Return its path and who may call it."""
        ...

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        """Handle one event."""
        ...


class Match(NamedTuple):
    """The endpoint that answers, the route key its event carries and the values in the path."""

    endpoint: Routed
    route_key: str
    parameters: Mapping[str, str]


@dataclass(slots=True)
class _Pattern:
    endpoint: Routed
    pattern: re.Pattern[str]


def declared() -> list[Routed]:
    """Return the declared endpoints and the `$default` route's."""
    return [*registry.endpoints(), registry.default_route()]


def _compile(path: str) -> re.Pattern[str]:
    """Turn `/v1/tracks/{slug}` into a pattern for the path as sent, where %2F is no separator."""
    parts = (f"(?P<{part[1:-1]}>[^/]+)" if _PARAMETER.fullmatch(part) else re.escape(part) for part in path.split("/"))
    return re.compile("/".join(parts))


def _specificity(endpoint: Routed) -> list[bool]:
    return [bool(_PARAMETER.fullmatch(part)) for part in endpoint.route.path.split("/")]


class Routes:
    """The routes of the API, compiled once."""

    def __init__(self, endpoints: Iterable[Routed]) -> None:
        self._default: Routed | None = None
        self._literal: dict[tuple[str, str], Routed] = {}
        self._patterns: dict[tuple[str, int], list[_Pattern]] = {}
        for endpoint in sorted(endpoints, key=_specificity):
            self._add(endpoint)
        self.match = lru_cache(maxsize=4096)(self._match)

    def _add(self, endpoint: Routed) -> None:
        route = endpoint.route
        if route.path == DEFAULT:
            self._default = endpoint
            return
        for method in route.methods:
            if _PARAMETER.search(route.path):
                pattern = _Pattern(endpoint, _compile(route.path))
                self._patterns.setdefault((method, route.path.count("/")), []).append(pattern)
            else:
                self._literal[method, route.path] = endpoint

    def _match(self, method: str, raw_path: str) -> Match | None:
        """Return the route for a path as sent, or `$default`'s, or nothing if the API has none."""
        path = raw_path.rstrip("/") or "/"
        for verb in (method, "ANY"):
            if endpoint := self._literal.get((verb, path)):
                return Match(endpoint, f"{verb} {endpoint.route.path}", {})
        for verb in (method, "ANY"):
            for candidate in self._patterns.get((verb, path.count("/")), ()):
                if found := candidate.pattern.fullmatch(path):
                    values = {name: unquote(value) for name, value in found.groupdict().items()}
                    return Match(candidate.endpoint, f"{verb} {candidate.endpoint.route.path}", values)
        return Match(self._default, DEFAULT, {}) if self._default else None
