"""Finds what is declared: the functions of `functions/`, and the models of events. A new file is found by itself."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from progressive_flow.kernel.declarations.models import DeclaredFunction
from progressive_flow.kernel.paths import functions_root

if TYPE_CHECKING:
    from progressive_flow.kernel.declarations.consumers import Consumer
    from progressive_flow.kernel.declarations.jobs import Job
    from progressive_flow.kernel.declarations.operations import OperationFunction
    from progressive_flow.kernel.declarations.tasks import TaskFunction
    from progressive_flow.kernel.declarations.triggers import TriggerFunction
    from progressive_flow.kernel.events.models import Event
    from progressive_flow.kernel.http.default_route import DefaultRoute
    from progressive_flow.kernel.http.endpoint import Endpoint

Declared = TypeVar("Declared")
NOT_ENDPOINTS = {"scheduled", "consumers", "triggers", "operations", "tasks"}


def _modules(folder: str) -> list[str]:
    files = sorted((functions_root() / "functions").glob(f"{folder}/*.py"))
    return [f"functions.{file.parent.name}.{file.stem}" for file in files]


def load(module: str) -> DeclaredFunction:
    """Import `functions.<folder>.<file>` and return its `handler`, as the Lambda runtime would."""
    if str(functions_root()) not in sys.path:
        sys.path.insert(0, str(functions_root()))
    handler: DeclaredFunction = import_module(module).handler
    return handler


@cache
def endpoints() -> tuple[Endpoint, ...]:
    """Return every endpoint, literal paths before parameters, so that the first match is API Gateway's choice."""
    from progressive_flow.kernel.http.endpoint import Endpoint  # noqa: PLC0415 - jobs never need the HTTP kernel

    modules = [module for module in _modules("*") if module.split(".")[1] not in NOT_ENDPOINTS]
    found = [handler for handler in map(load, modules) if isinstance(handler, Endpoint)]
    return tuple(sorted(found, key=lambda endpoint: (endpoint.route.path.replace("{", "~"), endpoint.route.method)))


@cache
def default_route() -> DefaultRoute:
    """Return what answers requests that match no route."""
    from progressive_flow.kernel.http.default_route import DefaultRoute  # noqa: PLC0415 - as above

    handler = load("functions.platform.answer_unknown_route")
    if not isinstance(handler, DefaultRoute):
        raise TypeError("functions/platform/answer_unknown_route.py declares no `$default` route")
    return handler


@cache
def jobs() -> tuple[Job, ...]:
    """Return every scheduled job, by name."""
    from progressive_flow.kernel.declarations.jobs import Job  # noqa: PLC0415 - endpoints never need it

    return _declared("scheduled", Job)


@cache
def consumers() -> tuple[Consumer, ...]:
    """Return every consumer, by name."""
    from progressive_flow.kernel.declarations.consumers import Consumer  # noqa: PLC0415 - as above

    return _declared("consumers", Consumer)


def receivers() -> tuple[Consumer, ...]:
    """Return whatever receives events through a queue of its own: consumers, and the kinds of tasks that are done outside."""
    return (*consumers(), *(function.consumer for function in tasks().values() if function.consumer))


def isolated_tasks() -> tuple[TaskFunction, ...]:
    """Return the functions of the kinds of tasks that are done in isolation."""
    return tuple(function for function in tasks().values() if function.declaration.queue == "isolated")


@cache
def triggers() -> tuple[TriggerFunction, ...]:
    """Return every Cognito trigger, by name."""
    from progressive_flow.kernel.declarations.triggers import TriggerFunction  # noqa: PLC0415 - as above

    return _declared("triggers", TriggerFunction)


@cache
def operations() -> tuple[OperationFunction, ...]:
    """Return every operation, by name."""
    from progressive_flow.kernel.declarations.operations import OperationFunction  # noqa: PLC0415 - as above

    return _declared("operations", OperationFunction)


@cache
def tasks() -> dict[str, TaskFunction]:
    """Return the function of each kind of task; raise TypeError if two declare one kind."""
    from progressive_flow.kernel.declarations.tasks import TaskFunction  # noqa: PLC0415 - as above

    declared = _declared("tasks", TaskFunction)
    found = {function.declaration.kind: function for function in declared}
    if len(found) < len(declared):
        raise TypeError("Two files of functions/tasks declare one kind of task.")
    return found


@cache
def events() -> dict[str, type[Event]]:
    """Return the model of each topic, from every `events.py`; raise TypeError if two describe one topic."""
    from progressive_flow.kernel.events.models import Event  # noqa: PLC0415 - functions import the events they know

    package = Path(__file__).parents[2]
    files = sorted(file.relative_to(package.parent) for file in package.rglob("events.py"))
    modules = [import_module(".".join(file.with_suffix("").parts)) for file in files]
    models = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Event) and value.__module__ == module.__name__
    ]
    found = {model.topic: model for model in models}
    if len(found) < len(models):
        raise TypeError("Two models describe one topic.")
    return found


def _declared(folder: str, kind: type[Declared]) -> tuple[Declared, ...]:
    """Return the folder's functions in the order of their files; raise TypeError for one that declares nothing."""
    handlers = {module: load(module) for module in _modules(folder)}
    undeclared = [module for module, handler in handlers.items() if not isinstance(handler, kind)]
    if undeclared:
        raise TypeError(f"These files declare no {kind.__name__}: {', '.join(undeclared)}.")
    return tuple(handler for handler in handlers.values() if isinstance(handler, kind))


@cache
def functions() -> dict[str, str]:
    """Return every function's deployed name (`progressive-flow-<folder>-<file>`, hyphens) and its module."""
    modules = [module for module in _modules("*") if module.split(".")[1] != "tasks"]  # a consumer runs those
    modules += [function.declaration.module for function in tasks().values() if function.declaration.elsewhere]
    return {
        "progressive-flow-" + module.removeprefix("functions.").replace(".", "-").replace("_", "-"): module
        for module in modules
    }
