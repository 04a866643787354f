"""The texts of code challenges: what is said of them, of their checks and where a step does not hold."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow_local.cli.content_lint.passages import Passage, of_facts, of_level


def of_challenge(document: CodeChallengeDocument) -> Iterator[Passage]:
    """The texts of one challenge."""
    yield from of_facts(document, document.statement)
    for at, level in enumerate(document.levels):
        yield Passage(f"{document.file}: levels.{at}.name", level.name)
        yield from of_level(document.file, at, level)
        yield from _of_task(f"{document.file}: levels.{at}.task", dict(level.task))


def _of_task(place: str, task: Mapping[str, Any]) -> Iterator[Passage]:
    for at, check in enumerate(task["checks"]):
        yield Passage(f"{place}.checks.{at}.title", check["title"])
        yield Passage(f"{place}.checks.{at}.hint", check.get("hint", ""))
        yield from _sentences(f"{place}.checks.{at}.steps", check["steps"])
    for at, declared in enumerate(task.get("equivalent", ())):
        yield Passage(f"{place}.equivalent.{at}.why", declared["why"])


def _sentences(place: str, value: Any) -> Iterator[Passage]:
    """Yield what steps say where they do not hold, however deep they are nested."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name == "say" and isinstance(inner, str):
                yield Passage(f"{place}.say", inner)
            else:
                yield from _sentences(f"{place}.{name}", inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for at, inner in enumerate(value):
            yield from _sentences(f"{place}.{at}", inner)
