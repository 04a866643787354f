"""Functions in WebAssembly: those that QuickJS imports, without effect outside the module, and two that the host calls."""

from dataclasses import dataclass

from wasmtime import wat2wasm

from progressive_flow_judge import binary

# With each look at the clock, time moves by 10 microseconds, so that a loop that waits for a time ends.
CLOCK = """(param i32 i64 i32) (result i32)
    i32.const {clock}  i32.const {clock} i64.load i64.const 10000 i64.add  i64.store
    local.get 2  i32.const {clock} i64.load  i64.store
    i32.const 0"""

# A table at `rejections`: a count, then at most 30 rows of (promise, reason, whether it is handled). The host empties it.
REJECTION = """(param i32 i32 i32) (local i32)
    i32.const {rejections} i32.load local.tee 3  i32.const 30 i32.ge_u if return end
    i32.const {rejections}  local.get 3 i32.const 1 i32.add  i32.store
    local.get 3 i32.const 12 i32.mul i32.const {rejections} i32.add local.tee 3  local.get 0  i32.store offset=4
    local.get 3  local.get 1  i32.store offset=8
    local.get 3  local.get 2  i32.store offset=12"""

BAD_DESCRIPTOR = "i32.const 8"  # WASI's EBADF: there are no files

IMPORTED = {
    "clock_time_get": CLOCK,
    "host_promise_rejection": REJECTION,
    "host_get_timezone_offset": "(param i32 i32) (result i32) i32.const 0",
    "host_interrupt": "(result i32) i32.const 0",
    "host_module_normalize": "(param i32 i32) (result i32) i32.const 0",
    "host_module_load": "(param i32 i32) (result i32) i32.const 0",
    "host_call": "(param i32 i32 i32 i32 i32) (result i32) unreachable",
    "random_get": "(param i32 i32) (result i32) i32.const 0",
    "fd_close": f"(param i32) (result i32) {BAD_DESCRIPTOR}",
    "fd_fdstat_get": f"(param i32 i32) (result i32) {BAD_DESCRIPTOR}",
    "fd_seek": f"(param i32 i64 i32 i32) (result i32) {BAD_DESCRIPTOR}",
    "fd_write": f"(param i32 i32 i32 i32) (result i32) {BAD_DESCRIPTOR}",
}


@dataclass(frozen=True)
class OwnFunction:
    """A function that the build adds. Numbers stand for the names in braces."""

    parameters: str
    results: str
    body: str
    locals: str = ""

    @property
    def text(self) -> str:
        """The function in the text format, without its name."""
        return f"(param {self.parameters}) (result {self.results}) (local {self.locals}) {self.body}"

    @property
    def type(self) -> bytes:
        """The function's type, encoded."""
        return b"\x60" + value_types(self.parameters) + value_types(self.results)


OWN = {
    # drain(limit): run promise jobs; 0 when none is left, -1 when the limit is reached.
    "drain": OwnFunction(
        "i32",
        "i32",
        """
        loop
          local.get 0 i32.eqz if i32.const -1 return end
          local.get 0 i32.const 1 i32.sub local.set 0
          i32.const {runtime} i32.const {scratch} call {JS_ExecutePendingJob} i32.eqz if i32.const 0 return end
          br 0
        end
        i32.const 0""",
    ),
    # ask(text, length, value, limit): call realm A's operations with a text and a value, then run promise jobs. The
    # answer's address and size are at `answer` until the next question. 0 if all is well, -1 if too many jobs ran, or an
    # exception. One call does all of it, since each call from outside takes as long as most operations.
    "ask": OwnFunction(
        "i32 i32 i64 i32",
        "i64",
        """
        i32.const {answer} i32.load
        if i32.const {realm_a} i32.const {answer} i32.load call {JS_FreeCString} end
        i32.const {answer} i32.const 0 i32.store
        i32.const {arguments}  i32.const {realm_a} local.get 0 local.get 1 call {JS_NewStringLen}  i64.store
        i32.const {arguments}  local.get 2  i64.store offset=8
        i32.const {realm_a} i64.const {operations} i64.const {undefined} i32.const 2 i32.const {arguments} call {JS_Call}
        local.set 4
        i32.const {realm_a} i32.const {arguments} i64.load call {JS_FreeValue}
        local.get 4 i64.const 32 i64.shr_u i64.const {exception} i64.eq if local.get 4 return end
        i32.const {answer}
        i32.const {realm_a} i32.const {answer} i32.const 4 i32.add local.get 4 i32.const 0 call {JS_ToCStringLen2}
        i32.store
        i32.const {realm_a} local.get 4 call {JS_FreeValue}
        local.get 3 call {drain}  i64.extend_i32_s""",
        locals="i64",
    ),
}


def value_types(names: str) -> bytes:
    """Encode types of values."""
    codes = {"i32": b"\x7f", "i64": b"\x7e"}
    return binary.vector(codes[name] for name in names.split())


def bodies_of(functions: list[str], numbers: dict[str, int]) -> list[bytes]:
    """Compile functions in the text format; nothing tests what they call, for that is in another module."""
    text = " ".join(f"(func {function.format(**numbers)})" for function in functions)
    module = bytes(wat2wasm(f"(module (memory 1) {text})"))
    return list(binary.bodies(binary.section(module, binary.CODE)))
