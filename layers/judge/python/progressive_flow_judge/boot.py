"""Boot QuickJS once, load the page and the learner's globals into it, and return its memory."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wasmtime import Func, Global, Instance, Module, Store

from progressive_flow.grading.code.sealed.engine import create_engine
from progressive_flow.grading.code.sealed.guest import (
    DESK_BYTES,
    MAX_REJECTIONS,
    START_MS,
    UNDEFINED,
    Guest,
    is_exception,
    signed,
)

HEAP_BYTES = 40 << 20
STACK_BYTES = 384 << 10
FIRST_COLLECTION_BYTES = 4 << 20
BUFFERS = {
    "scratch": 64,
    "arguments": 64,
    "clock": 16,
    "rejections": 4 + 12 * MAX_REJECTIONS,
    "answer": 8,
    "desk": DESK_BYTES,
}


class BootError(Exception):
    """A script of the build did not run; the message has its stack."""


@dataclass(frozen=True)
class Booted:
    """What a sealed module is made of, besides its code."""

    memory: bytes
    stack_pointer: int
    addresses: dict[str, int]


class BootingGuest(Guest):
    """QuickJS with its imports, before it is sealed."""

    def __init__(self, wasm: bytes) -> None:
        engine = create_engine()
        module = Module(engine, wasm)
        self.store = Store(engine)
        self.store.set_fuel(1 << 62)
        self.addresses = {}
        imports = [Func(self.store, item.type, self._import(str(item.name))) for item in module.imports]  # type: ignore[arg-type]
        instance = Instance(self.store, module, imports)
        self.connect(instance)
        stack_pointer = instance.exports(self.store)["__stack_pointer"]
        assert isinstance(stack_pointer, Global)  # noqa: S101 - narrows the type
        self.stack_pointer_global = stack_pointer
        self.call("_initialize")

    def _import(self, name: str) -> Any:
        """Return what an imported function does while QuickJS boots: nothing, but that the clock shows the first instant."""

        def imported(*arguments: int) -> int | None:
            if name == "clock_time_get":
                self.write(arguments[2], struct.pack("<q", START_MS * 1_000_000))
            if name == "host_call":
                raise BootError("A script called the host while it was loaded.")
            return None if name == "host_promise_rejection" else 0

        return imported

    def prepare(self) -> None:
        """Create the runtime, its first realm and the buffers through which the host speaks to it."""
        if self.call("qjs_init"):
            raise BootError("QuickJS did not start.")
        self.addresses |= {
            "realm_a": self.call("qjs_get_context_ptr"),
            "runtime": self.call("qjs_get_runtime_ptr"),
            **{name: self.call("wasm_malloc", size) for name, size in BUFFERS.items()},
        }
        self.call("qjs_set_memory_limit", HEAP_BYTES)
        self.call("qjs_set_max_stack_size", STACK_BYTES)
        self.call("qjs_set_gc_threshold", FIRST_COLLECTION_BYTES)

    def evaluate(self, realm: int, script: Path) -> int:
        """Run a script of the build; return its value."""
        data = script.read_bytes()
        at, label = self.allocate(data), self.allocate(script.name.encode())
        value = self.call("JS_Eval", realm, at, len(data), label, 0)
        self.call("wasm_free", at)
        return self._checked(realm, value)

    def apply(self, realm: int, function: int, argument: int) -> int:
        """Call a function with one argument; return its value."""
        self.write(self.addresses["arguments"], struct.pack("<q", signed(argument)))
        value = self.call("JS_Call", realm, function, UNDEFINED, 1, self.addresses["arguments"])
        return self._checked(realm, value)

    def _checked(self, realm: int, value: int) -> int:
        if not is_exception(value):
            return value
        error = self.call("JS_GetException", realm)
        stack = self.call("JS_GetPropertyStr", realm, error, self.allocate(b"stack"))
        raise BootError(f"{self.text_of(error)}\n{self.text_of(stack)}")

    def rest(self) -> None:
        """Bring the heap to rest: no job is left, no garbage, no rejection."""
        while self.call("JS_ExecutePendingJob", self.addresses["runtime"], self.addresses["scratch"]):
            pass
        self.call("qjs_run_gc")
        for name in ("rejections", "answer"):
            self.write(self.addresses[name], bytes(BUFFERS[name]))
        self.call("qjs_set_promise_rejection_handler", 1)
        self.set_clock(0)


def boot(wasm: bytes, realm_a: Path, realm_b: Path) -> Booted:
    """Return the memory of a QuickJS that has loaded both realms.

    Each script's value is a function: realm B's returns what realm A may do there, and realm A's takes that and returns
    the one function that the host calls.
    """
    guest = BootingGuest(wasm)
    guest.prepare()
    first = guest.addresses["realm_a"]
    second = guest.addresses["realm_b"] = guest.call("JS_NewContext", guest.addresses["runtime"])
    start = guest.evaluate(first, realm_a)
    learner_realm = guest.evaluate(second, realm_b)
    guest.addresses["operations"] = signed(guest.apply(first, start, learner_realm))
    guest.rest()
    return Booted(
        memory=guest.read(0, guest.memory_bytes),
        stack_pointer=int(guest.stack_pointer_global.value(guest.store)),
        addresses=guest.addresses,
    )
