"""Asks both platforms in turns: each kind of attempt, by one client and by sixteen, each by a learner of its own."""

import re
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from progressive_flow.kernel import clock
from tests.benchmarks import attempts, cpu, load, populate
from tests.benchmarks.bench import Bench, World
from tests.benchmarks.figures import Figure, Report
from tests.benchmarks.peer.ctfd import CHALLENGES, FLAG, OTHERS, Ctfd, Session
from tests.benchmarks.served import Served, gateway
from tests.support import tokens

PATH = "/api/v1/challenges/attempt"
SOLVED = re.compile(rb'"status": ?"(correct|already_solved)"')
WORKERS = 2  # of the gateway: as many as `make run` starts, and as CTFd has
WARMING = 400  # learners: a new connection plans and compiles in its first attempts
ASKED = {1: 60, 16: 240}  # learners of a round by clients: the kernel counts a process's CPU in hundredths of a second


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of attempt: its level here and challenge there, whether it passes, and how many times less CPU is the aim."""

    name: str
    place: int
    passes: bool
    aim: float


KINDS = (
    Kind("failing", 0, passes=False, aim=5),
    Kind("very first pass", 0, passes=True, aim=3.5),
    Kind("repeated pass", 0, passes=True, aim=4),
    Kind("further first pass", 1, passes=True, aim=4.5),
)
MIX = ("failing", "repeated pass", "further first pass")
MIX_AIM = 5.5  # ms of CPU where the loop that measures the machine's speed takes 8.0 to 8.5 ms
Taken = dict[tuple[int, str], list[tuple[float, float]]]


def learners(rounds: int) -> int:
    """Return how many learners a run needs on each platform."""
    return WARMING + rounds * sum(ASKED.values())


def measure(bench: Bench, peer: Ctfd, rounds: int) -> Report:
    """Load both platforms in turns; report CPU by kind and number of clients."""
    world = bench.world()
    with world.connect() as superuser:
        populate.learners(superuser, OTHERS + learners(rounds))
        populate.scores(superuser, clock.now())
        populate.settle(superuser)
        ours = populate.some(superuser, learners(rounds))
    theirs = list(peer.sessions)
    taken: Taken = defaultdict(list)
    with gateway(world.urls, WORKERS) as served:
        turn = _Turn(world, served, peer)
        for kind in KINDS:
            turn.take(kind, WORKERS, ours[:WARMING], theirs[:WARMING])
        del ours[:WARMING], theirs[:WARMING]
        for _ in bench.track(range(rounds), rounds, "asking both in turns"):
            for clients, many in ASKED.items():
                for kind in KINDS:
                    taken[clients, kind.name].append(turn.take(kind, clients, ours[:many], theirs[:many]))
                del ours[:many], theirs[:many]
    return report(taken, peer.version, rounds)


@dataclass(frozen=True, slots=True)
class _Turn:
    """Both platforms, to be asked for the same."""

    world: World
    served: Served
    peer: Ctfd

    def take(
        self, kind: Kind, clients: int, ours: Sequence[uuid.UUID], theirs: Sequence[Session]
    ) -> tuple[float, float]:
        """Return the milliseconds of CPU that an attempt takes here and there."""
        body = attempts.bodies()[kind.passes]
        here = [[attempts.request(tokens.sign(each), body, str(kind.place + 1))] for each in ours]
        there = [[_submission(each, self.peer.challenges[kind.place], passes=kind.passes)] for each in theirs]
        with cpu.spent(self.served.pid) as functions, cpu.spent(self.world.pid) as database:
            _check(load.run(self.served.port, here, clients), kind, 201)
        with (
            cpu.spent(self.peer.web) as web,
            cpu.spent(self.peer.stores[0]) as stored,
            cpu.spent(self.peer.stores[1]) as cached,
        ):
            _check(load.run(self.peer.port, there, clients, SOLVED), kind, 200)
        sums = functions.seconds + database.seconds, web.seconds + stored.seconds + cached.seconds
        return sums[0] / len(ours) * 1000, sums[1] / len(theirs) * 1000


def _submission(session: Session, challenge: int, *, passes: bool) -> bytes:
    headers = {"cookie": session.cookie, "csrf-token": session.nonce}
    return load.post(PATH, headers, {"challenge_id": challenge, "submission": FLAG if passes else "flag{wrong}"})


def _check(outcome: load.Outcome, kind: Kind, status: int) -> None:
    """Refuse a measurement of answers that are not what the kind says."""
    done = len(outcome.latencies)
    if outcome.statuses != {status: done} or outcome.passed != done * kind.passes:
        raise RuntimeError(f"{kind.name}: answered {outcome.statuses}, {outcome.passed} of {done} passed")


def report(taken: Taken, version: str, rounds: int) -> Report:
    """Return medians of the rounds and how many times less CPU is needed here; `taken` holds milliseconds here and there."""
    source = f"measured here: CTFd {version}, {CHALLENGES} challenges, 3 solves a learner"
    found = Report()
    for clients in ASKED:
        for kind in KINDS:
            values = taken[clients, kind.name]
            times = sorted(there / here for here, there in values)
            here, there = median(each[0] for each in values), median(each[1] for each in values)
            found.figures.append(Figure(
                f"{kind.name}, {_who(clients)}", here, "ms CPU", there, source, there / kind.aim,
                note=f"{median(times):.1f} times less; {times[0]:.1f} to {times[-1]:.1f}",
            ))  # fmt: skip
    mixed = mean(median(each[0] for each in taken[16, name]) for name in MIX)
    found.figures.append(Figure(f"a third each {', '.join(MIX)}, 16 clients", mixed, "ms CPU", aim=MIX_AIM))
    asked = " and ".join(f"{many} attempts by {_who(clients)}" for clients, many in ASKED.items())
    found.remarks = [
        f"Medians of {rounds} rounds of {asked} of each kind.",
        f"{OTHERS:,} other learners on each; every commit reaches the disk; {WORKERS} gateway workers here, and CTFd's two.",
        f"Both answered {WARMING} attempts of each kind before: what new processes and connections cost is not measured here.",
        "Learners here send an Idempotency-Key and a token of their own, there a session's cookie and token.",
    ]
    return found


def _who(clients: int) -> str:
    return "1 client" if clients == 1 else f"{clients} clients"
