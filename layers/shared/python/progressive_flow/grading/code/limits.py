"""What a submission, a code task and a verdict may measure: one place for the API, the judge and the documentation.

A code task with a submission travels in one event of at most 240 kB as JSON in UTF-8 (decision 70), so the parts are small.
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

MAX_FILES_BYTES = 100_000  # all files of a submission together, in UTF-8
MAX_TASK_BYTES = 80_000  # a code task with its solution, as JSON
MAX_VERDICT_BYTES = 48_000  # as JSON
MAX_EVENT_BYTES = 240_000  # with everything that travels with it

FUEL_LOADING = 2_000_000_000  # about 0.3 s of one core
FUEL_STEP = 1_000_000_000
FUEL_ATTEMPT = 10_000_000_000  # about 1.5 s of one core
MEMORY_BYTES = 64 << 20  # of a page; a program of Python or SQL has its own
PROGRAM_MEMORY_BYTES = 160 << 20
MAX_PROMISE_JOBS = 20_000  # until none is left
MAX_TIMERS = 2_000  # in one wait
MAX_VIRTUAL_MS = 60_000  # in one wait
