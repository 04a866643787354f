"""The engine that compiles and runs WebAssembly, with the same settings where an image is built and where it is loaded."""

import platform

from wasmtime import Config, Engine

# The most that wasmtime allows: CPython needs it for recursion through functions in C, and deep recursion of scripts is to meet
# QuickJS's own limit first, which is an error of the script.
STACK_BYTES = 2 << 20
RESERVED_BYTES = 1 << 32
GUARD_BYTES = 1 << 25


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
    # Addresses alone, no memory: all that 32 bits reach, and a guard behind them, so that code needs no test of its own before
    # it reads or writes, a tenth of the time. To grow within them copies nothing.
    config.memory_reservation = RESERVED_BYTES
    config.memory_guard_size = GUARD_BYTES
    config.max_wasm_stack = STACK_BYTES
    return Engine(config)
