"""What a submission, a code task and a verdict may measure: one place for the API, the judge and the documentation.

A code task with a submission and its verdict travel in one event of at most 240 kB as JSON in UTF-8 (decision 77), so the parts
are small.
"""

from typing import Literal

Runtime = Literal["web", "javascript", "typescript", "python", "sql"]

FILES: dict[Runtime, tuple[str, ...]] = {
    "web": ("index.html", "style.css", "script.js"),
    "javascript": ("script.js",),
    "typescript": ("script.ts",),
    "python": ("main.py",),
    "sql": ("query.sql",),
}

MAX_FILES_BYTES = 100_000  # all files of a submission together, as JSON
MAX_TASK_BYTES = 80_000  # a code task with its solution, as JSON, without the other solutions
MAX_VERDICT_BYTES = 48_000  # as JSON
MAX_GATE_BYTES = 180_000  # a code task with all that its author wrote, as JSON

FUEL_LOADING = 2_000_000_000  # about 0.3 s of one core
FUEL_STEP = 1_000_000_000
FUEL_ATTEMPT = 10_000_000_000  # about 1.5 s of one core
MEMORY_BYTES = 64 << 20  # of a page; a program of Python or SQL has its own
PROGRAM_MEMORY_BYTES = 160 << 20
MAX_PROMISE_JOBS = 20_000  # until none is left
MAX_TIMERS = 2_000  # in one wait
MAX_VIRTUAL_MS = 60_000  # in one wait
