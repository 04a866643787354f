"""Spreads evaluations over the machine's cores when there are enough to be worth starting processes."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from progressive_flow_local.cli import console

Task = TypeVar("Task")
Result = TypeVar("Result")

FEW = 6  # challenges that one process grades in a few seconds


def spread(
    label: str,
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    done: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Return the work's results in the order of the tasks, telling how far it is; `done` is called with each."""
    found: list[Result] = []
    with console.people.status(label) as status:
        for result in _run(work, tasks):
            found.append(result)
            done(result)
            status.update(f"{label}: {len(found)} of {len(tasks)}")
    return found


def _run(work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
    if len(tasks) <= FEW:
        yield from map(work, tasks)
        return
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from pool.map(work, tasks)
