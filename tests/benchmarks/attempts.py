"""Graded attempts: CPU by part, rate and latency against the real gateway on a durable server."""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import mean
from typing import Any
from unittest.mock import patch

from progressive_flow.grading.system_design import engine, grader
from progressive_flow.kernel import clock
from progressive_flow.kernel.database import connections
from tests.benchmarks import cpu, load, populate, requests
from tests.benchmarks.bench import Bench, World
from tests.benchmarks.figures import Figure, Listing, Report
from tests.benchmarks.served import Served, gateway
from tests.support import clients, tokens
from tests.support.clients import LEVEL

LEARNERS = 100_000
WORKERS = 16
RIVAL_CPU, RIVAL_RATE = 26.0, 63.0
RIVAL = "stated: a rival that only compares a flag (26 to 35 ms, 63/s)"
# The first version took so much with so many clients, when nothing but XP and leaderboards followed from an attempt.
FIRST_VERSION, GROWTH, RATE_AIM = {1: 4.4, 16: 5.3}, 1.5, 150.0
MIX = ("failing", "first pass", "repeated pass")


@dataclass(frozen=True, slots=True)
class Handled:
    """CPU milliseconds of an attempt inside the function."""

    whole: float
    evaluator: float


def measure(bench: Bench) -> Report:
    """Split the CPU of attempts, and load the gateway with 1 and 16 clients."""
    world = bench.world()
    many = bench.size(LEARNERS)
    with world.connect() as superuser:
        bench.show(f"making {many:,} learners")
        populate.learners(superuser, many)
        populate.scores(superuser, clock.now(), ("xp",))
        populate.settle(superuser)
    handled = _handled(bench, world)
    report = Report()
    with gateway(world.urls, WORKERS) as served:
        bench.show("warming the gateway up")
        _loaded(world, served, WORKERS * 4, WORKERS)
        for clients, learners in ((1, bench.count(120, 40)), (16, bench.count(900, 150))):
            bench.show(f"attempts of {clients} clients")
            _add(report, handled[True], _loaded(world, served, learners, clients), clients)
    report.figures.append(Figure(
        "CPU of the function that the Idempotency-Key adds", handled[True].whole - handled[False].whole, "ms CPU",
        note="included above",
    ))  # fmt: skip
    report.remarks = [
        f"{many:,} learners with a leaderboard row each; fsync on. A third each {', '.join(MIX)}; all with an Idempotency-Key.",
        f"Each first pass is the learner's very first, which unlocks achievements too. Aim: {GROWTH} times the first version.",
        f"{WORKERS} gateway workers, the load generator and PostgreSQL share this machine's processors.",
    ]
    return report


def bodies() -> Sequence[Any]:
    """Return what each learner sends, in order: one of each kind."""
    good = {"kind": "system_design", "design": requests.passing_design()}
    return ({"kind": "system_design", "design": requests.failing_design()}, good, good)


@contextmanager
def timed_evaluator() -> Iterator[list[float]]:
    """Note the CPU seconds of each evaluation."""
    taken: list[float] = []

    def evaluate(*given: Any) -> Any:
        before = time.process_time()
        verdict = engine.evaluate(*given)
        taken.append(time.process_time() - before)
        return verdict

    with patch.object(grader, "evaluate", evaluate):
        yield taken


def _handled(bench: Bench, world: World) -> dict[bool, Handled]:
    """Call the function in this process, without and with a key in turns."""
    with world.connect() as superuser:
        learners = populate.some(superuser, bench.count(300, 120))
    requests.submit(learners.pop(), bodies()[0])
    used: dict[bool, list[float]] = {False: [], True: []}
    with timed_evaluator() as evaluations:
        for number, learner in enumerate(bench.track(learners, len(learners), "calling the function in this process")):
            for body in bodies():
                keyed = bool(number % 2)
                event = requests.attempt(learner, body, key=uuid.uuid4().hex if keyed else None)
                before = time.process_time()
                clients.call(requests.SUBMIT, event)
                used[keyed].append((time.process_time() - before) * 1000)
    connections.disconnect()
    evaluation = mean(evaluations) * 1000
    return {keyed: Handled(mean(values), evaluation) for keyed, values in used.items()}


def _scripts(world: World, learners: int) -> list[list[bytes]]:
    with world.connect() as superuser:
        some = populate.some(superuser, learners)
    return [[request(tokens.sign(learner), body) for body in bodies()] for learner in some]


def request(token: str, body: object, level: str = LEVEL["level"]) -> bytes:
    """Return the bytes of a learner's attempt, with a key of its own."""
    headers = {"authorization": f"Bearer {token}", "idempotency-key": uuid.uuid4().hex}
    return load.post(requests.path(level), headers, body)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A load and the CPU milliseconds an attempt of it took."""

    outcome: load.Outcome
    gateway: float
    database: float
    generator: float


def _loaded(world: World, served: Served, learners: int, clients: int) -> Loaded:
    scripts = _scripts(world, learners)
    with cpu.spent(world.pid) as server, cpu.spent(served.pid) as workers:
        outcome = load.run(served.port, scripts, clients)
    done = len(outcome.latencies)
    if outcome.statuses != {201: done} or outcome.passed * 3 != done * 2:
        raise RuntimeError(f"attempts were answered {outcome.statuses}, {outcome.passed} passed")
    return Loaded(outcome, *(each / done * 1000 for each in (workers.seconds, server.seconds, outcome.cpu)))


def _add(report: Report, handled: Handled, loaded: Loaded, clients: int) -> None:
    """Report a load: what is not the function's own CPU in the workers is the gateway's."""
    outcome, who = loaded.outcome, "1 client" if clients == 1 else f"{clients} clients"
    rate = len(outcome.latencies) / outcome.wall
    aim = GROWTH * FIRST_VERSION[clients]
    without = loaded.gateway + loaded.database - handled.evaluator
    figures = [
        Figure(f"CPU of an attempt without the evaluator, {who}", without, "ms CPU", RIVAL_CPU, RIVAL, aim),
        Figure(f"attempts per second, {who}", rate, "/s", RIVAL_RATE, RIVAL, RATE_AIM if clients > 1 else None, at_least=True),
        Figure(f"latency p50, {who}", outcome.quantile(0.5), "ms"),
        Figure(f"latency p99, {who}", outcome.quantile(0.99), "ms"),
    ]  # fmt: skip
    report.figures += figures
    kernel = handled.whole - handled.evaluator
    rows = [
        ("gateway (HTTP, token, event)", loaded.gateway - handled.whole),
        ("kernel, service, driver", kernel),
        ("evaluator", handled.evaluator),
        ("PostgreSQL, background processes included", loaded.database),
        ("sum", loaded.gateway + loaded.database),
        ("load generator, not in the sum", loaded.generator),
    ]
    report.listings.append(Listing(f"CPU of an attempt by part, {who}", ["part", "ms"], rows))
