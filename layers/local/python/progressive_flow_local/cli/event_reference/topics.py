"""Finds what writes and what receives each topic, in the text of SQL and Python and in the declarations of consumers."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.events.models import Event
from progressive_flow.kernel.tasks.events import TaskSent
from progressive_flow.operations.migrations.files import sql_root

INSERT = re.compile(r"insert into platform\.outbox\b[^;]*;")
TOPIC = re.compile(r"'([a-z_]+\.[a-z_]+)'")
# What a trigger on the outbox compares a row's topic with.
COMPARISON = re.compile(r"\.topic = '([a-z_]+\.[a-z_]+)'")
Names = dict[str, list[str]]


class Topic(NamedTuple):
    """A topic: its payload's model, the functions that write it, and the consumers, the triggers on the outbox included."""

    name: str
    model: type[Event]
    writers: list[str]
    consumers: list[str]


def topics() -> list[Topic]:
    """Return every topic that has a model, by name."""
    models = registry.events()
    written, received = writers(sql_root(), models), consumers(sql_root())
    return [Topic(name, models[name], written.get(name, []), received.get(name, [])) for name in sorted(models)]


def writers(sql: Path, models: Mapping[str, type[Event]]) -> Names:
    """Return the SQL functions that insert each topic into the outbox, and the Python modules that make its model."""
    found = [
        (topic, name)
        for name, text in _sql_functions(sql)
        for insert in INSERT.findall(text)
        for topic in TOPIC.findall(insert)
    ]
    package = paths.root() / "layers" / "shared" / "python"
    for file in package.rglob("*.py"):
        text = file.read_text()
        module = ".".join(file.relative_to(package).with_suffix("").parts)
        found += [
            (name, module) for name, model in models.items() if re.search(rf"(?<!class )\b{model.__name__}\(", text)
        ]
    return _grouped(found)


def consumers(sql: Path) -> Names:
    """Return who receives each topic: functions by the names of their files, triggers by their functions' names."""
    declared = [(each.declaration.topic, each.declaration.module) for each in registry.receivers()]
    declared += [(TaskSent.topic, function.declaration.module) for function in registry.isolated_tasks()]
    triggers = [(topic, name) for name, text in _sql_functions(sql) for topic in COMPARISON.findall(text)]
    return _grouped([*declared, *triggers])


def _sql_functions(sql: Path) -> list[tuple[str, str]]:
    files = sorted(sql.glob("schemas/*/*/functions/*.sql"))
    return [(f"{file.relative_to(sql).parts[1]}.{file.stem}", re.sub(r"--.*", "", file.read_text())) for file in files]


def _grouped(pairs: Iterable[tuple[str, str]]) -> Names:
    found: Names = {}
    for topic, name in sorted(set(pairs)):
        found.setdefault(topic, []).append(name)
    return found
