"""What the tests of a level ask for, in words: ``p99 of follow at most 20 ms at 4,000/s``.

The words are made from a test's target and the level's workload when somebody reads the level, so that they follow a
daily challenge's higher load. No evaluator is loaded for it.
"""

from collections.abc import Callable, Iterable, Sequence

from progressive_flow.grading.contracts import POINTS_ONLY
from progressive_flow.grading.system_design.figures import a, count, downtime, plural, size
from progressive_flow.grading.system_design.goal_words import Asked, exact, money, names, span, times
from progressive_flow.grading.system_design.level_models import Requirements, ShownTest, Via

Words = Callable[[Asked], str]


def with_goals(tests: Sequence[ShownTest], requirements: Requirements) -> list[ShownTest]:
    """Return the tests of a level with what each asks for in words, at the load of these requirements."""
    return [test.model_copy(update={"goal": goal(test, requirements)}) for test in tests]


def goal(test: ShownTest, requirements: Requirements) -> str:
    """Return what a test asks for in words; of a test with points only, that no more of it is shown."""
    if test.kind is None:
        return POINTS_ONLY
    if test.kind not in GOALS:
        return "What it asks for is not known to this grader"
    return GOALS[test.kind](Asked(test, requirements))


def _percentile(name: str) -> Words:
    return lambda one: f"{name} of {one.operation} at most {exact(one.target)} ms{one.rate}{one.fault}"


def _share(done: str) -> Words:
    """Words of a test that asks of a share of the requests that this is ``done`` with them."""
    return lambda one: f"{one.share} are {done}{one.rate}{one.fault}"


def _path(one: Asked) -> str:
    return f"{one.share} reach {one.stores}{_by_way_of(one.test.via)}{one.fault}"


def _by_way_of(via: Via | None) -> str:
    return f" by way of {', then '.join(names(group) for group in via)}" if via else ""


def _ways(one: Asked) -> str:
    ways = (one.test.model_copy(update={"op": way.op, "via": way.via}) for way in one.test.ways or ())
    return "; ".join(_path(Asked(way, one.requirements)) for way in ways)


def _no_orphans(one: Asked) -> str:
    if not one.target:
        return "Every component carries traffic"
    return f"At most {_counted(one.target, 'component')} without traffic"


def _edge_forbidden(one: Asked) -> str:
    ends = f"{names(_listed(one.test.from_))} directly to {names(_listed(one.test.to))}"
    if not one.target:
        return f"Nothing connects {ends}"
    return f"At most {_counted(one.target, 'connection')} from {ends}"


def _listed(value: str | Iterable[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _isolated(one: Asked) -> str:
    which = f"The operations {one.operation} and {one.other} share"
    if not one.target:
        return f"{which} no {one.part}"
    return f"{which} at most {_counted(one.target, one.part)}"


def _instances(one: Asked) -> str:
    carry = f"carry {one.requests}" if one.test.op else "carry traffic"
    if one.target == 1:
        return f"At least one instance of {a(one.part)} carries{carry.removeprefix('carry')}"
    return f"At least {exact(one.target)} instances of {a(one.part)} {carry}"


def _largest(one: Asked) -> str:
    return f"No {one.part} has more than {_counted(one.target, 'unit')}"


def _shards(one: Asked) -> str:
    return f"The {plural(one.part)} have at least {_counted(one.target, 'shard')} in all"


def _busy(one: Asked) -> str:
    return f"No {one.part} is more than {exact(100 * one.target)} % busy{one.rate}{one.fault}"


def _hot_key(one: Asked) -> str:
    part = one.part if one.test.type else "store"
    return f"The hottest item keeps no {part} more than {exact(100 * one.target)} % busy{one.rate}{one.fault}"


def _storage(one: Asked) -> str:
    data = f"the data of {one.operation} ({size(one.gigabytes)})"
    where = f"{plural(one.part)[:1].upper()}{plural(one.part)[1:]} have" if one.test.type else "There is"
    return f"{where} capacity for {times(one.target, data)}{one.fault}"


def _connections(one: Asked) -> str:
    held = f"{exact(one.requirements.workload.connections)} open connections"
    return f"There is capacity for {times(one.target, f'the {held}') if one.target != 1 else held}{one.fault}"


def _growth(one: Asked) -> str:
    return f"There is capacity for {times(one.target, 'this load and data')}{one.fault}"


def _delay(one: Asked) -> str:
    return f"99 % of {one.requests} are done within {span(one.target)}{one.rate}{one.fault}"


def _drain(one: Asked) -> str:
    outage = span(3600.0 if one.test.outage_seconds is None else one.test.outage_seconds)
    return f"A backlog of {one.requests}{one.rate} is done within {span(one.target)} after an outage of {outage}"


def _fanout(one: Asked) -> str:
    reached = f"has reached {exact(one.test.recipients or 1)} recipients within {span(one.target)}"
    return f"A message of {one.operation} {reached}{one.rate}{one.fault}"


def _batch(one: Asked) -> str:
    beside = "the regular load" if one.test.load == 1 else f"{exact(one.test.load)} times the load"
    return f"{exact(one.test.count or 1)} {one.requests} are done within {span(one.target)} beside {beside}{one.fault}"


def _staleness(one: Asked) -> str:
    return f"99 % of {one.requests}{one.rate} see data that is at most {span(one.target)} old{one.fault}"


def _fresh(one: Asked) -> str:
    return f"{one.share} see every write before them{one.fault}"


def _exactly_once(one: Asked) -> str:
    return f"{one.share} take effect exactly once{one.fault}"


def _durability(one: Asked) -> str:
    return f"At most one item of {one.operation} in {count(10**one.target)} is lost in a year"


def _loss_window(one: Asked) -> str:
    where = "a region" if one.test.fault and one.test.fault.lose == "region" else "a leader"
    if not one.target:
        return f"No acknowledged {one.requests} are lost if {where} fails"
    return f"At most {span(one.target)} of acknowledged {one.requests} are lost if {where} fails"


def _availability(one: Asked) -> str:
    return f"{one.share} are accepted over the years: down at most {downtime(one.target)} a month"


def _slo(one: Asked) -> str:
    within = f"within {exact(one.test.within_ms or 1000.0)} ms"
    return f"{one.share}{one.rate} are answered {within}, outages included"


def _cost(one: Asked) -> str:
    return f"The design costs at most {money(one.target)} a month"


def _utilization(one: Asked) -> str:
    return f"At least {exact(100 * one.target)} % of what the parts cost does work"


def _counted(value: float, word: str) -> str:
    return f"one {word}" if value == 1 else f"{exact(value)} {plural(word)}"


# One of each kind of test that the evaluator has; a test compares the two.
GOALS: dict[str, Words] = {
    "path": _path,
    "ways": _ways,
    "no_orphans": _no_orphans,
    "edge_forbidden": _edge_forbidden,
    "isolated": _isolated,
    "instances": _instances,
    "largest": _largest,
    "shards": _shards,
    "served": _share("served"),
    "burst": _share("accepted"),
    "max_rho": _busy,
    "growth": _growth,
    "storage": _storage,
    "connections": _connections,
    "hot_key": _hot_key,
    "hit": _share("answered by a cache"),
    "p50": _percentile("p50"),
    "p99": _percentile("p99"),
    "delay": _delay,
    "drain": _drain,
    "fanout": _fanout,
    "batch": _batch,
    "staleness": _staleness,
    "fresh": _fresh,
    "exactly_once": _exactly_once,
    "durability": _durability,
    "loss_window": _loss_window,
    "survives": _share("accepted"),
    "availability": _availability,
    "slo": _slo,
    "cost": _cost,
    "utilization": _utilization,
}
