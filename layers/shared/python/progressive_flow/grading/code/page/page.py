"""One page of one learner. Whatever it does is metered, and its time is virtual."""

from collections.abc import Mapping
from typing import Any, Self

from progressive_flow.grading.code.limits import FUEL_ATTEMPT, FUEL_LOADING, FUEL_STEP, MAX_TIMERS, MAX_VIRTUAL_MS
from progressive_flow.grading.code.page.files import Source, source_of
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.guest import Guest
from progressive_flow.grading.code.sealed.images import Images

PROMISE_WAIT_MS = 10_000  # how long a function's promise may take
MAX_DELAY_MS = 1 << 32  # beyond every timer


class UnreachableError(Exception):
    """A person could not do this to the target; the message says why."""


class Page:
    """A page that was opened and has run its scripts."""

    def __init__(
        self,
        images: Images,
        files: Mapping[str, str],
        *,
        width: int = 1024,
        height: int = 768,
        seed: int = 1,
        storage: Mapping[str, str] | None = None,
        answers: list[dict[str, Any]] | None = None,
        max_fuel: int = FUEL_ATTEMPT,
    ) -> None:
        """Open the page and run its scripts, as a browser does.

        `seed` decides what `Math.random()` gives, `storage` is what localStorage holds, `answers` are what the network
        gives, `max_fuel` is what all that happens on it may take together. Raises `ExhaustedError`.
        """
        self.guest = Guest(images.page)
        self.elapsed_ms = 0.0
        self._max_fuel = max_fuel
        self._spent = self._given = 0
        self.gone: dict[str, str] | None = None
        try:
            self._refuel(FUEL_LOADING)
            self.guest.set_clock(0)
            source = source_of(files)
            window = {"width": width, "height": height, "seed": seed}
            scripts = self.guest.ask(
                "open", html=source.html, css=source.css, storage=dict(storage or {}), answers=answers or [], **window
            )
            self._load(scripts, source)
        except ExhaustedError:
            self.close()
            raise

    def _load(self, scripts: list[dict[str, Any]], source: Source) -> None:
        code = self._stripped(source) if source.is_typed else source.script
        early = [script for script in scripts if script["early"]]
        if early:
            self.guest.ask("phase", which="early")
            self._run_all(early, code, source.script_name)
            self.guest.ask("phase", which="parsed")
        self._run_all([s for s in scripts if not s["early"] and not s["late"]], code, source.script_name)
        self._run_all([s for s in scripts if s["late"]], code, source.script_name)
        for which in ("interactive", "complete"):
            self.guest.ask("phase", which=which)

    def _stripped(self, source: Source) -> str:
        """Return TypeScript without its types; what is no TypeScript is reported as an error, and nothing runs."""
        answer = self.guest.ask("strip", code=source.script, name=source.script_name)
        return str(answer["code"])

    def _run_all(self, scripts: list[dict[str, Any]], code: str, name: str) -> None:
        for script in scripts:
            if script["file"]:
                self._run(code, name, module=script["module"])
            else:
                self._run(script["code"], "inline script", module=script["module"])

    def _run(self, code: str, name: str, *, module: bool) -> None:
        if not code.strip():
            return
        threw, value = self.guest.run(code, name, module=module)
        if threw:
            self.guest.ask("failed", value, where=name)
        else:
            self.guest.settle()

    @property
    def fuel(self) -> int:
        """What the page has executed since it was opened, its end at a limit included."""
        return self._spent + self._given - (self.guest.fuel if self._given else 0)

    def _refuel(self, fuel: int) -> None:
        self._spent = self.fuel
        self._given = min(fuel, max(0, self._max_fuel - self._spent))
        self.guest.refuel(self._given)

    def _step(self, operation: str, *values: int, **arguments: Any) -> Any:
        """Do one thing with a step's fuel, and what promises make of it."""
        self._refuel(FUEL_STEP)
        return self.guest.ask(operation, *values, **arguments)

    def find(self, target: dict[str, Any], **wanted: Any) -> dict[str, Any]:
        """Return how many elements a target names, and of the first of them what is wanted."""
        found: dict[str, Any] = self._step("find", target=target, want=wanted)
        return found

    def act(self, kind: str, ref: int | None = None, **more: Any) -> None:
        """Do what a person does, on an element that `find` named. Raises `UnreachableError`."""
        done = self._step("act", kind=kind, **({} if ref is None else {"ref": ref}), **more)
        self.gone = done["gone"]
        if done["due"]:
            self.wait(0)  # timers of 0 ms that a handler set run before a person sees anything
            self.gone = self._step("gone")
        if done["why"]:
            raise UnreachableError(done["why"])

    def wait(self, milliseconds: float) -> None:
        """Let virtual time pass: timers run in their order, at their time."""
        if milliseconds > MAX_VIRTUAL_MS:
            raise ExhaustedError("wall")
        until = self.elapsed_ms + milliseconds
        self._refuel(FUEL_STEP)
        fired = 0
        while (at := self.guest.ask("due", limit=until)) is not None:
            fired += 1
            if fired > MAX_TIMERS:
                raise ExhaustedError("jobs")
            self.guest.set_clock(at)
            self.guest.ask("tick", limit=until)
        if until > self.elapsed_ms:
            self.elapsed_ms = until
            self.guest.set_clock(until)
            self.guest.ask("tick", limit=until)

    def resize(self, width: int, height: int = 768) -> None:
        """Change the size of the window, in pixels."""
        self._step("resize", width=width, height=height)

    def state(self) -> dict[str, Any]:
        """Return what was recorded: console, errors, requests, navigations, dialogs, storage and calls of spies."""
        state: dict[str, Any] = self._step("state")
        return state

    def audit(self) -> list[dict[str, str]]:
        """Return what keeps people from using the page."""
        findings: list[dict[str, str]] = self._step("audit")
        return findings

    def paints(self) -> list[dict[str, Any]]:
        """Return the colours of every visible text and of what is behind it."""
        paints: list[dict[str, Any]] = self._step("paints")
        return paints

    def spy(self, name: str) -> bool:
        """Record the calls of a global function from now on; return whether it exists."""
        return bool(self._step("spy", name=name))

    def call(self, function: str | None, **call: Any) -> dict[str, Any]:
        """Call a function of the learner and wait for the promise that it may return. Raises `ExhaustedError`."""
        self._refuel(FUEL_STEP)
        values: list[int] = []
        if function:
            lookup = f"typeof ({function}) === 'function' ? ({function}) : undefined"
            threw, value = self.guest.run(lookup, "call")
            if threw:
                return {"missing": True}
            values = [value]
        answer: dict[str, Any] = self._step("unit", *values, **call)
        if answer.get("promise"):
            self.wait(PROMISE_WAIT_MS)
            answer = self._step("settled")
            if answer.get("promise") and self._step("due", limit=MAX_DELAY_MS) is not None:
                raise ExhaustedError("wall")  # it waits for a timer, and not for nothing
        return answer

    def html(self) -> str:
        """Return the document as it is now."""
        return str(self._step("html"))

    def close(self) -> None:
        """Give the page's memory back; how much it executed stays known."""
        if self._given:
            self._spent, self._given = self.fuel, 0
            self.guest.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
