"""What follows from a challenge by one rule, so that no author writes it: level by level, before versions store it.

- ``ways``: what level 1 asks of the ways of operations holds on the levels after it, and must pass.
- ``bill``: levels 2 to 4 may cost at most ``BILL`` times what the reference design costs there, and must pass. Bytes to
  users are counted once: they leave whatever is drawn, and twice their price would pay for any number of machines.
- Essential tests must pass: durability, availability, what is lost, and that the main operations are served.
- Hidden tests weigh so much together that a level is not passed without any of them.
"""

from collections.abc import Sequence
from math import ceil, floor, log10

from progressive_flow.curriculum.authoring.files.cases import Case
from progressive_flow.curriculum.authoring.files.levels import Level
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import monthly_bill, monthly_egress
from progressive_flow.grading.system_design.level_models import Way

BILL = 2.0  # what weaker designs that pass cost is at most 1.3; one size for everything is far above
BILLED = (2, 3, 4)  # level 5 has a budget of its own
FIRST = 1
DERIVED = ("ways", "bill")  # what their tests are called; the daily challenge knows the bill by its name
HIDDEN_BEYOND = 3.0  # points by which hidden tests outweigh what a pass may lack
MAX_HIDDEN_SHARE = 0.9  # share of the weights, where a level passes with next to nothing
ESSENTIAL = frozenset({"durability", "availability", "loss_window", "cost"})
WEIGHT = 0.5  # of what is derived: it must pass, so it need not weigh
WEIGHT_DIGITS = 100


def derive(levels: Sequence[Level], reference: Design | None) -> list[Level]:
    """Return the levels with what follows from level 1, the reference and the rules."""
    ways = [way for level in levels if level.level == FIRST for way in _ways(level)]
    return [level if level.level == FIRST else _complete(level, ways, reference) for level in levels]


def _ways(level: Level) -> list[Way]:
    found = [(case.op, case.via) for case in level.test_cases if case.kind == "path" and case.via and not case.fault]
    return [Way.model_construct(op=op, via=via) for op, via in found]


def _complete(level: Level, ways: Sequence[Way], reference: Design | None) -> Level:
    operations = {operation.id for operation in level.requirements.workload.operations}
    kept = [way for way in ways if way.op is None or way.op in operations]
    added = [*_ways_test(kept), *_bill(level, reference)]
    cases = _weighed([*level.test_cases, *added], level.passing_criteria.min_score)
    needed = [*level.passing_criteria.must_pass, *(case.id for case in added), *_essential(cases)]
    criteria = level.passing_criteria.model_copy(update={"must_pass": list(dict.fromkeys(needed))})
    return level.model_copy(update={"test_cases": cases, "passing_criteria": criteria})


def _ways_test(ways: list[Way]) -> list[Case]:
    return [Case(id="ways", kind="ways", ways=ways, target=1.0, weight=WEIGHT)] if ways else []


def _bill(level: Level, reference: Design | None) -> list[Case]:
    if reference is None or level.level not in BILLED or any(case.kind == "cost" for case in level.test_cases):
        return []
    requirements = level.requirements.model_dump(by_alias=True, exclude_none=True)
    egress = monthly_egress(reference.as_graph(), requirements)
    rest = BILL * (monthly_bill(reference.as_graph(), requirements) - egress)
    if rest <= 0.0:
        return []
    target = _rounded(egress + rest, rest)
    return [Case(id="bill", kind="cost", target=target, floor=target + _rounded(rest, rest), weight=WEIGHT)]


def _rounded(price: float, part: float) -> float:
    """Return a price that is not less, without the digits after the first two of a part of it."""
    step = 10.0 ** (floor(log10(part)) - 1)
    return ceil(price / step) * step


def _essential(cases: Sequence[Case]) -> list[str]:
    """Return the ids of visible tests that must pass whatever the author lists."""
    shown = [case for case in cases if case.visibility == "visible"]
    served = [case for case in shown if case.kind == "served" and not case.fault and case.load <= 1.0]
    main = max((case.weight for case in served), default=0.0)
    return [case.id for case in shown if case.kind in ESSENTIAL or (case in served and case.weight == main)]


def _weighed(cases: Sequence[Case], min_score: float) -> list[Case]:
    """Raise the weights of hidden tests, in proportion, where all of them together could be missed."""
    hidden = sum(case.weight for case in cases if case.hidden)
    others = sum(case.weight for case in cases if not case.hidden)
    share = min(MAX_HIDDEN_SHARE, (100.0 - min_score + HIDDEN_BEYOND) / 100.0)
    needed = others * share / (1.0 - share)
    if not hidden or hidden >= needed:
        return list(cases)
    factor = needed / hidden
    return [case.model_copy(update={"weight": _up(case.weight * factor)}) if case.hidden else case for case in cases]


def _up(weight: float) -> float:
    return ceil(weight * WEIGHT_DIGITS - 1e-9) / WEIGHT_DIGITS
