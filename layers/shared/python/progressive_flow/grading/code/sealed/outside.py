"""What CPython finds outside: no arguments, no files, no network, one instant, and bytes that are always the same.

CPython asks the system through WASI. Everything that it needs in order to start is answered here with constants, and
everything else ends the run; nothing of this machine is within reach, and a run is equal to the next.
"""

from collections.abc import Callable, Mapping
from typing import Any

from wasmtime import Engine, StoreContext
from wasmtime.component import Component, Linker, Record

from progressive_flow.grading.code.sealed.exhausted import ExhaustedError

START_SECONDS = 1_767_603_600  # 2026-01-05 09:00 UTC, a Monday, as on a page
MAX_QUESTIONS = 10_000  # of one run; an answer takes about 30 µs
BYTES_OF_QUESTION = 32  # as many bytes take as long to be handed over


def arguments(_store: StoreContext) -> list[str]:
    """The program has no arguments, environment or folders."""
    return []


def no_variables(_store: StoreContext) -> list[tuple[str, str]]:
    """The environment is empty."""
    return []


def bytes_of(_store: StoreContext, count: int) -> bytes:
    """Return bytes in the place of random ones."""
    return bytes((index * 167 + 13) % 256 for index in range(count))


def number(_store: StoreContext) -> int:
    """Return a number in the place of a random one."""
    return 0x5DEECE66D


def instant(_store: StoreContext) -> Record:
    """Return the one instant of all runs."""
    found = Record()
    found.__dict__.update(seconds=START_SECONDS, nanoseconds=0)
    return found


def nanoseconds(_store: StoreContext) -> int:
    """Return the same instant of the clock that only rises."""
    return START_SECONDS * 1_000_000_000


ANSWERS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "wasi:cli/environment": {"get-arguments": arguments, "get-environment": no_variables},
    "wasi:filesystem/preopens": {"get-directories": arguments},
    "wasi:random/random": {"get-random-bytes": bytes_of, "get-random-u64": number},
    "wasi:clocks/wall-clock": {"now": instant},
    "wasi:clocks/monotonic-clock": {"now": nanoseconds},
}


def create_linker(engine: Engine, component: Component) -> Linker:
    """Return what gives one run of a component the answers of this module, and a trap for every other question."""
    linker = Linker(engine)
    budget = Budget()
    with linker.root() as root:
        for interface in component.type.imports(engine):
            name, _, _version = interface.partition("@")
            if name in ANSWERS:
                with root.add_instance(interface) as instance:
                    for question, answer in ANSWERS[name].items():
                        instance.add_func(question, budget.limited(answer))
    linker.define_unknown_imports_as_traps(component)
    return linker


class Budget:
    """What the questions of one run may cost together: they take this machine's time, and none of the run's fuel."""

    def __init__(self) -> None:
        self.left = MAX_QUESTIONS

    def limited(self, answer: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that answers as long as a run has not asked too much. Random bytes cost by their number."""

        def answer_or_end(store: StoreContext, *counts: int) -> Any:
            self.left -= 1 + sum(counts) // BYTES_OF_QUESTION
            if self.left < 0:
                raise ExhaustedError("cpu")
            return answer(store, *counts)

        return answer_or_end
