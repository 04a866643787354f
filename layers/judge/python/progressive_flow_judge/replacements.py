"""The functions that QuickJS imports, as WebAssembly that touches nothing outside the module."""

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

BODIES = {
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

# drain(runtime, context*, limit): run promise jobs inside the module; 0 when none is left, -1 when the limit is reached.
DRAIN_TYPE = b"\x60\x03\x7f\x7f\x7f\x01\x7f"
DRAIN = """(module
  (func $step (param i32 i32) (result i32) i32.const 0)
  (func (param i32 i32 i32) (result i32)
    loop
      local.get 2 i32.eqz if i32.const -1 return end
      local.get 2 i32.const 1 i32.sub local.set 2
      local.get 0 local.get 1 call $step i32.eqz if i32.const 0 return end
      br 0
    end
    i32.const 0))"""
CALL = 0x10


def replacements(names: list[str], addresses: dict[str, int]) -> list[bytes]:
    """Return bodies for imported functions, in the same order."""
    functions = " ".join(f"(func {BODIES[name].format(**addresses)})" for name in names)
    module = bytes(wat2wasm(f"(module (memory 1) {functions})"))
    return list(binary.bodies(binary.section(module, binary.CODE)))


def drain(step_index: int) -> bytes:
    """Return the body of `drain`, which calls the function that runs one promise job."""
    _, body = binary.bodies(binary.section(bytes(wat2wasm(DRAIN)), binary.CODE))
    before, after = body.split(bytes([CALL, 0]))
    return before + bytes([CALL]) + binary.unsigned(step_index) + after
