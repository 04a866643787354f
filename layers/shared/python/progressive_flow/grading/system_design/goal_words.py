"""The parts of a test's words: whose requests, how many of them, at which rate, during which fault."""

from collections.abc import Sequence
from dataclasses import dataclass

from progressive_flow.grading.system_design.figures import a, plural, rate, type_name
from progressive_flow.grading.system_design.level_models import Operation, Requirements, ShownTest

SPANS = ((86_400.0, "day"), (3_600.0, "h"), (60.0, "min"))
FEW_MINUTES = 120.0  # below this, seconds say it better


@dataclass(frozen=True, slots=True)
class Asked:
    """A test beside the requirements of its level."""

    test: ShownTest
    requirements: Requirements

    @property
    def target(self) -> float:
        """Return what earns all of the weight; where the test names nothing, what its kind asks for."""
        if self.test.target is not None:
            return self.test.target
        from progressive_flow.grading.system_design.engine.kinds import KINDS  # noqa: PLC0415 - published tests name it

        return KINDS[str(self.test.kind)].target

    @property
    def operation(self) -> str:
        """Return the name of the operation as a word, or that it is about all requests."""
        return word(self.test.op) if self.test.op else "all requests"

    @property
    def other(self) -> str:
        """Return the name of the second operation."""
        return word(self.test.other or "")

    @property
    def requests(self) -> str:
        """Return ``follow requests``, or ``requests`` of all of them."""
        return f"{word(self.test.op)} requests" if self.test.op else "requests"

    @property
    def share(self) -> str:
        """Return how many of the requests: ``All follow requests``."""
        if self.target >= 1:
            return f"All {self.requests}"
        return f"At least {exact(100 * self.target)} % of {self.requests if self.test.op else 'all requests'}"

    @property
    def part(self) -> str:
        """Return the type of component that the test is about, or that it may be any."""
        return type_name(self.test.type) if self.test.type else "component"

    @property
    def rate(self) -> str:
        """Return ``at 4,000/s``: the level's rate times the test's own load."""
        operations = self.operations
        if not operations:
            return ""
        load = self.requirements.load * self.test.load
        text = f" at {rate(load * sum(operation.rps for operation in operations))}"
        text += "" if self.test.op else " in all"
        return text if self.test.load == 1 else f"{text} ({exact(self.test.load)} times the load)"

    @property
    def gigabytes(self) -> float:
        """Return how much data there is; of several operations, what the largest keeps."""
        workload = self.requirements.workload
        kept = (
            (operation.items or workload.items) * (operation.item_bytes or workload.item_bytes)
            for operation in self.operations
        )
        return max(kept, default=0) / 1e9

    @property
    def stores(self) -> str:
        """Return where the requests end."""
        operations = self.operations
        return names(operations[0].store) if self.test.op and operations else "their stores"

    @property
    def fault(self) -> str:
        """Return what is lost meanwhile: ``while any one app server is lost``."""
        fault = self.test.fault
        if fault is None:
            return ""
        kind = type_name(fault.type) if fault.type else ""
        if fault.lose == "flush":
            return f" after all {plural(kind or 'cache')} were emptied"
        if fault.lose == "service":
            return f" while every {kind} is lost"
        if fault.lose != "instance":
            return f" while a {fault.lose} is lost"
        if fault.count == 1:
            return f" while any one {kind or 'instance'} is lost"
        return f" while any {fault.count} instances of {a(kind or 'component')} are lost"

    @property
    def operations(self) -> list[Operation]:
        """Return the operations that the test is about."""
        found = self.requirements.workload.operations
        return [operation for operation in found if self.test.op in {None, operation.id}]


def word(name: str) -> str:
    """``my loans``: an operation's name as words."""
    return name.replace("_", " ")


def names(kinds: Sequence[str]) -> str:
    """``an app server or a database``."""
    named = [a(type_name(kind)) for kind in kinds]
    return " or ".join([", ".join(named[:-1]), named[-1]] if named[1:] else named)


def exact(value: float) -> str:
    """``4,000``, ``98.5``: a threshold, never rounded."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.10g}"


def span(seconds: float) -> str:
    """``2 s``, ``90 min``, ``1 h``: the largest unit of which it is a whole number."""
    for length, unit in SPANS:
        if seconds >= max(length, FEW_MINUTES) and not seconds % length:
            many = seconds / length
            return f"{exact(many)} {plural(unit) if unit == 'day' and many != 1 else unit}"
    return f"{exact(seconds)} s"


def times(factor: float, what: str) -> str:
    """``what``, or ``1.5 times what``."""
    return what if factor == 1 else f"{exact(factor)} times {what}"


def money(dollars: float) -> str:
    """``$7,600``."""
    return f"${exact(dollars)}"
