"""QuickJS in WebAssembly, driven through its C interface. The module imports nothing, so a learner's code can call nothing.

It holds two realms: A has the page and what acts on it and looks at it; B runs the learner's code.
"""

import ctypes
import json
import struct
from typing import Any, Self

from wasmtime import Func, Instance, Memory, Store, Trap, TrapCode, WasmtimeError

from progressive_flow.grading.code.limits import MAX_PROMISE_JOBS, MEMORY_BYTES
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import PageImage

# How QuickJS represents values: the tag in the upper half of 64 bits.
UNDEFINED = 3 << 32
EXCEPTION_TAG = 6

FUEL_STARTING = 10_000_000
DESK_BYTES = 16 << 10  # a buffer for short texts, so that most calls allocate nothing
MAX_ANSWER_BYTES = 4 << 20
MAX_REJECTIONS = 30  # that are kept until they are reported
MAX_REJECTION_ROUNDS = 100
MAX_REASON_BYTES, MAX_REASON = 1 << 16, 300
OUT_OF_MEMORY = "InternalError: out of memory"
START_MS = 1_767_603_600_000  # 2026-01-05 09:00 UTC, a Monday


class Guest:
    """One instance, for one page of one learner. It is never used for another."""

    def __init__(self, image: PageImage) -> None:
        self.store = Store(image.engine)
        self.store.set_limits(memory_size=MEMORY_BYTES, instances=1, tables=1, memories=1)
        self.store.set_fuel(FUEL_STARTING)
        self.addresses = image.addresses
        self.connect(Instance(self.store, image.module, []))

    def connect(self, instance: Instance) -> None:
        """Take the functions and the memory of an instance."""
        exports = instance.exports(self.store)
        self.functions = {name: item for name, item in exports.items() if isinstance(item, Func)}
        memory = exports["memory"]
        assert isinstance(memory, Memory)  # noqa: S101 - narrows the type
        self.memory = memory

    def close(self) -> None:
        """Give the memory back; it is much, and the collector of garbage comes late."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def refuel(self, fuel: int) -> None:
        """Set how much may be executed from now on; a unit is about one instruction of WebAssembly."""
        self.store.set_fuel(fuel)

    @property
    def fuel(self) -> int:
        """How much may still be executed."""
        return self.store.get_fuel()

    @property
    def memory_bytes(self) -> int:
        """How much memory the instance has taken."""
        return self.memory.data_len(self.store)

    def call(self, name: str, *arguments: int) -> int:
        """Call one of the module's functions. Raises `ExhaustedError` if it cannot be completed."""
        try:
            result: int = self.functions[name](self.store, *arguments)
        except Trap as trap:
            raise ended_by(trap) from None
        except WasmtimeError:
            raise ExhaustedError("memory") from None
        return result

    def write(self, at: int, data: bytes) -> None:
        """Write into the instance's memory at an address that this side chose."""
        ctypes.memmove(self._base() + at, data, len(data))

    def read(self, at: int, size: int) -> bytes:
        """Read from the instance's memory. The address may come from the instance, so it is not trusted."""
        if at < 0 or size < 0 or at + size > self.memory_bytes:
            raise ExhaustedError("memory")
        return ctypes.string_at(self._base() + at, size)

    def _base(self) -> int:
        return ctypes.addressof(self.memory.data_ptr(self.store).contents)

    def allocate(self, data: bytes) -> int:
        """Copy bytes and a zero byte into memory of the instance; return their address."""
        at = self.call("wasm_malloc", len(data) + 1)
        if at <= 0 or at + len(data) >= self.memory_bytes:
            raise ExhaustedError("memory")
        self.write(at, data + b"\0")
        return at

    def set_clock(self, elapsed_ms: float) -> None:
        """Set what the clock shows, in milliseconds since the page was opened."""
        self.write(self.addresses["clock"], struct.pack("<q", int((START_MS + elapsed_ms) * 1_000_000)))

    def text_of(self, value: int, limit: int = MAX_ANSWER_BYTES) -> str:
        """Return a value of QuickJS as text."""
        realm, size_at = self.addresses["realm_a"], self.addresses["scratch"]
        at = self.call("JS_ToCStringLen2", realm, size_at, value, 0)
        (size,) = struct.unpack("<I", self.read(size_at, 4))
        text = self._text(at, size, limit)
        self.call("JS_FreeCString", realm, at)
        return text

    def _text(self, at: int, size: int, limit: int) -> str:
        if not at:
            raise ExhaustedError("memory")
        if size > limit:
            raise ExhaustedError("output", "Your page holds more than a check reads.")
        return self.read(at, size).decode("utf-8", "replace")

    def run(self, code: str, name: str, *, module: bool = False) -> tuple[bool, int]:
        """Evaluate a script in the learner's realm. Return whether it threw, and its value or what it threw."""
        data, realm = code.encode("utf-8", "replace"), self.addresses["realm_b"]
        at, label = self.allocate(data), self.allocate(name.encode())
        value = self.call("JS_Eval", realm, at, len(data), label, 1 if module else 0)
        self.call("wasm_free", at)
        self.call("wasm_free", label)
        if is_exception(value):
            return True, self.call("JS_GetException", realm)
        return False, value

    def ask(self, operation: str, value: int = UNDEFINED, /, **arguments: Any) -> Any:
        """Call an operation of realm A with arguments as JSON and one value of QuickJS; return its answer.

        The promise jobs that it caused have run then. Raises `ExhaustedError`.
        """
        answer = self._asked(operation, value, arguments)
        self._report_rejections()
        return answer

    def _asked(self, operation: str, value: int, arguments: dict[str, Any]) -> Any:
        question = f"{operation} {json.dumps(arguments)}".encode()
        at, size = self._place(question), len(question)
        ended = self.call("ask", at, size, signed(value), MAX_PROMISE_JOBS)
        if at != self.addresses["desk"]:
            self.call("wasm_free", at)
        if is_exception(ended):
            raise self._failed()
        answer_at, answer_size = struct.unpack("<II", self.read(self.addresses["answer"], 8))
        answer = json.loads(self._text(answer_at, answer_size, MAX_ANSWER_BYTES))
        if isinstance(answer, dict) and "exhausted" in answer:
            raise ExhaustedError(answer["exhausted"])
        if ended:
            raise ExhaustedError("jobs")
        return answer

    def _place(self, data: bytes) -> int:
        """Put a text where the module reads it."""
        if len(data) > DESK_BYTES:
            return self.allocate(data)
        self.write(self.addresses["desk"], data)
        return self.addresses["desk"]

    def _failed(self) -> ExhaustedError:
        """Return what an operation threw: what the learner's page has become cannot be used."""
        reason = self.text_of(self.call("JS_GetException", self.addresses["realm_a"]), MAX_REASON_BYTES)
        if reason == OUT_OF_MEMORY:
            return ExhaustedError("memory")
        return ExhaustedError("memory", f"Your page could not be used any further ({reason[:MAX_REASON]}).")

    def settle(self) -> None:
        """Run promise jobs until none is left, then report the promises that failed and that nobody listens to."""
        if self.call("drain", MAX_PROMISE_JOBS):
            raise ExhaustedError("jobs")
        self._report_rejections()

    def _report_rejections(self) -> None:
        """Report them to the page, whose handlers may reject again, though not without end."""
        for _ in range(MAX_REJECTION_ROUNDS):
            reasons = self._unheard()
            if not reasons:
                return
            for reason in reasons:
                self._asked("rejected", reason, {})
        raise ExhaustedError("jobs")

    def _unheard(self) -> list[int]:
        """Empty the table of rejections: (promise, reason, whether it is handled by now), in the order of events."""
        at = self.addresses["rejections"]
        (count,) = struct.unpack("<I", self.read(at, 4))
        if not count:
            return []
        rows = struct.iter_unpack("<III", self.read(at + 4, 12 * min(count, MAX_REJECTIONS)))
        self.write(at, bytes(4))
        reasons: dict[int, int] = {}
        for promise_at, reason_at, handled in rows:
            (promise,) = struct.unpack("<q", self.read(promise_at, 8))
            (reason,) = struct.unpack("<q", self.read(reason_at, 8))
            if handled:
                reasons.pop(promise, None)
            else:
                reasons[promise] = reason
        return list(reasons.values())


def is_exception(value: int) -> bool:
    """Return whether a value of QuickJS says that something was thrown."""
    return (value >> 32) & 0xFFFFFFFF == EXCEPTION_TAG


def signed(value: int) -> int:
    """Return 64 bits as a signed number."""
    return value - (1 << 64) if value >= 1 << 63 else value


def ended_by(trap: Trap) -> ExhaustedError:
    """Return which limit a trap of WebAssembly means."""
    if trap.trap_code == TrapCode.OUT_OF_FUEL:
        return ExhaustedError("cpu")
    if trap.trap_code == TrapCode.STACK_OVERFLOW:
        return ExhaustedError("memory", "Your code calls itself too deeply.")
    return ExhaustedError("memory")
