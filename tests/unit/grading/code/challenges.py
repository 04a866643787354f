"""The published code challenges, as their files say them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.code.gate.payloads import payload_of
from progressive_flow.grading.code.task import CodeTask
from progressive_flow.kernel import paths

FOLDER = paths.root() / "sql" / "seeds" / "content" / "code-practice"


@dataclass(frozen=True, slots=True)
class Level:
    """A level: its number, its task as written and as it is graded."""

    number: int
    written: Mapping[str, Any]
    task: CodeTask


def _document(slug: str) -> dict[str, Any]:
    document: dict[str, Any] = parsed((FOLDER / slug / "challenge.yaml").read_text())
    return document


def prerequisites(slug: str) -> list[str]:
    """Return what has to be completed before a challenge is open."""
    return list(_document(slug)["prerequisites"])


def levels(slug: str) -> Iterator[Level]:
    """Yield the levels of a challenge."""
    for level in _document(slug)["levels"]:
        payload = payload_of(level["task"])
        task = CodeTask.stored(payload["requirements"], payload["tests"], payload["criteria"])
        yield Level(level["level"], level["task"], task)
