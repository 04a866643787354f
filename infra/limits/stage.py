"""A synthesized stage as its limits are measured: the templates by stack, and the configuration they came from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from infra.config import Config
from infra.names import SERVICE


@dataclass(frozen=True)
class Stage:
    """The templates of one synthesis."""

    config: Config
    out: Path

    @cached_property
    def templates(self) -> dict[str, dict[str, Any]]:
        """The templates by the names of their stacks without service and stage."""
        return {name: json.loads(file.read_text()) for name, file in self.files.items()}

    @cached_property
    def files(self) -> dict[str, Path]:
        """The files of the templates by the same names."""
        prefix, suffix = f"{SERVICE}-{self.config.stage}-", ".template.json"
        return {file.name[len(prefix) : -len(suffix)]: file for file in sorted(self.out.glob(f"{prefix}*{suffix}"))}

    def all(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield the properties of each resource of a type."""
        for template in self.templates.values():
            for resource in template["Resources"].values():
                if resource["Type"] == kind:
                    yield resource.get("Properties", {})

    def count(self, kind: str) -> int:
        """Return how many resources of a type there are."""
        return sum(1 for _ in self.all(kind))

    @cached_property
    def dashboard(self) -> list[dict[str, Any]]:
        """The widgets of the dashboard, each reference replaced by a word."""
        (properties,) = self.all("AWS::CloudWatch::Dashboard")
        body = properties["DashboardBody"]
        parts = body["Fn::Join"][1] if isinstance(body, dict) else [body]
        text = "".join(part if isinstance(part, str) else "reference" for part in parts)
        widgets: list[dict[str, Any]] = json.loads(text)["widgets"]
        return widgets
