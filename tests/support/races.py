"""What happens at the same moment."""

import threading
from collections.abc import Callable
from typing import Any


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run everything at the same moment; return what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            outcomes[number] = acts[number]()
        except Exception as error:
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
