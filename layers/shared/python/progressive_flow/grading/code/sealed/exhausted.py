"""The end of a run that used up what it may use."""

from typing import Literal

Limit = Literal["cpu", "wall", "memory", "jobs", "output"]

SENTENCES: dict[Limit, str] = {
    "cpu": "Your code did not finish in time: is there a loop that never ends?",
    "wall": "Your code waited longer than a check may take.",
    "memory": "Your code used more memory than it may.",
    "jobs": "Your code started more timers or promises than it may: does one start the next without end?",
    "output": "Your code printed more than a check keeps.",
}


class ExhaustedError(Exception):
    """A learner's code used up a limit; its instance is of no further use. The message is for the learner."""

    def __init__(self, limit: Limit, sentence: str | None = None) -> None:
        super().__init__(sentence or SENTENCES[limit])
        self.limit: Limit = limit
