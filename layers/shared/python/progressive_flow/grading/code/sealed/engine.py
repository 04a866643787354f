"""The engine that compiles and runs WebAssembly, with the same settings where an image is built and where it is loaded."""

import platform

from wasmtime import Config, Engine

from progressive_flow.grading.code.limits import MEMORY_BYTES

STACK_BYTES = 2 << 20  # so that deep recursion meets QuickJS's own limit first, which is an error of the script
GUARD_BYTES = 1 << 16


def create_engine() -> Engine:
    """Return an engine that counts fuel and computes alike everywhere.

    The target is the plain processor of this machine's kind: code compiled for the features of one processor is refused
    by an older one. An image loads only under the settings (and the version of wasmtime) that compiled it.
    """
    config = Config()
    config.target = f"{platform.machine()}-unknown-linux-gnu"
    config.consume_fuel = True
    config.wasm_threads = False
    config.wasm_memory64 = False
    config.cranelift_nan_canonicalization = True  # the bits of NaN differ between kinds of processors
    config.memory_reservation = MEMORY_BYTES
    config.memory_guard_size = GUARD_BYTES
    config.memory_reservation_for_growth = 0
    config.max_wasm_stack = STACK_BYTES
    return Engine(config)
