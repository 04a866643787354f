"""One check on one page: the page as it is by now, and the values that its steps may refer to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.draws.references import fill
from progressive_flow.grading.code.judging.page.network import answers
from progressive_flow.grading.code.judging.runs import Subject
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.limits import FUEL_ATTEMPT
from progressive_flow.grading.code.page.page import Page, UnreachableError
from progressive_flow.grading.code.task import Check, Step

# What a step of a verb does: with the run, the verb's value and the whole step, references filled.
Handler = Callable[["PageRun", Any, Step], None]
LAZY = ("repeat", "each", "changes")  # hold steps of their own, whose references are filled when those run


class PageRun:
    """The steps of one check on one page; a reload opens another page with the same storage."""

    def __init__(
        self, check: Check, subject: Subject, handlers: Mapping[str, Handler], max_fuel: int = FUEL_ATTEMPT
    ) -> None:
        self.check = check
        self.subject = subject
        self.names: dict[str, Any] = dict(subject.names)
        self.width = check.width
        self._handlers = handlers
        self._max_fuel = max_fuel
        self._fuel_before = 0
        self._model: Page | None = None
        storage = {str(key): str(fill(value, self.names)) for key, value in check.storage.items()}
        self.page = self._opened(storage, max_fuel)

    @property
    def fuel(self) -> int:
        """Return what all pages of this check used."""
        return self._fuel_before + self.page.fuel

    @property
    def model(self) -> Page:
        """A page of this check with the solution, opened when it is first asked for; its fuel counts nowhere."""
        if self._model is None:
            self._model = Page(self.subject.images, self.subject.task.solution, seed=self.names["seed"])
        return self._model

    def close(self) -> None:
        """Give the memory of all pages back; how much they executed stays known."""
        self.page.close()
        if self._model:
            self._model.close()

    def reload(self) -> None:
        """Open the page once more, with what it stored; the one before stays open should that fail."""
        before, storage = self.page, self.page.state()["storage"]
        after = self._opened(storage, self._max_fuel - self.fuel)
        self._fuel_before += before.fuel
        self.page = after
        before.close()

    def run(self, steps: Sequence[Step | str]) -> None:
        """Do steps in turn; raise FailedError at the first that does not hold."""
        for step in steps:
            self._run({step: True} if isinstance(step, str) else step)

    def _run(self, step: Step) -> None:
        verb = next(key for key in step if key in self._handlers)
        filled: Step = step if verb in LAZY else fill(step, self.names)
        try:
            self._handlers[verb](self, filled[verb], filled)
        except FailedError as failed:
            if "say" in step:
                failed.message = str(fill(step["say"], self.names))
            raise
        except UnreachableError as error:
            raise FailedError(f"One cannot {verb} {_target(filled[verb])}: {error}.") from None

    def _opened(self, storage: Mapping[str, str], max_fuel: int) -> Page:
        page = Page(
            self.subject.images,
            self.subject.files,
            width=self.width,
            seed=self.names["seed"],
            storage=storage,
            answers=answers(self.check, self.names),
            max_fuel=max_fuel,
        )
        page.wait(0)
        return page


def _target(value: Any) -> str:
    return ", ".join(value) if isinstance(value, Mapping) else str(value)
