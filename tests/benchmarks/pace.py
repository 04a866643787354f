"""How fast the machine is just now: the same work before and after each section, since others may slow it by half."""

import json
import statistics
import time
from dataclasses import dataclass, field

ROUNDS = 15
DOCUMENT = {f"key {number}": [number, number / 7, str(number) * 3, None] for number in range(2_000)}


@dataclass
class Pace:
    """What the loop took in a run, in ms CPU, in the order of asking."""

    taken: list[float] = field(default_factory=list[float])

    def ask(self) -> float:
        """Run the loop; return its median."""
        self.taken.append(statistics.median(_once() for _ in range(ROUNDS)))
        return self.taken[-1]

    @property
    def range(self) -> str:
        """Say how fast and how slow the machine was."""
        return f"{min(self.taken):.1f} to {max(self.taken):.1f} ms CPU for the same loop"


def remark(before: float, after: float) -> str:
    """Say how fast the machine was about a section."""
    return f"The loop that measures how fast the machine is took {before:.1f} ms CPU before and {after:.1f} after."


def _once() -> float:
    started = time.process_time()
    for _ in range(3):
        sorted(json.loads(json.dumps(DOCUMENT)).items(), key=lambda item: item[1][1])
    return 1e3 * (time.process_time() - started)
