"""What a learner costs the database after a long past, beside a newcomer, in turns: nothing may grow with what they did."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import psycopg

from progressive_flow.kernel import clock
from progressive_flow.kernel.database import connections
from tests.benchmarks import cpu, requests, veterans
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report
from tests.benchmarks.veterans import Past
from tests.support import clients
from tests.support.content import reference_design

# Both have passed the first level of a challenge: the newcomer of the first one, the veteran of the last one.
PASTS = {"newcomer": Past(levels=1, days=1), "veteran": Past(levels=301, days=400)}
FIRST_NUMBERS = {"newcomer": 10_001, "veteran": 20_001}  # beside the learners of other sections
AIM = 1.3
FLOOR = "measured here: the same for a newcomer, who passed one level"
RECONCILE = "select learning.reconcile_learners(%s, %s)"
BEGUN = """
select c.slug from curriculum.challenges as c
inner join progress.user_challenge_progress as p on p.challenge_id = c.id
where p.user_id = %s and p.status = 'in_progress'
"""
Taken = dict[str, dict[str, list[float]]]


def measure(bench: Bench) -> Report:
    """Let newcomers and veterans pass, be swept and look at their achievements."""
    world = bench.world(durable=False)
    many = bench.count(40, 6)
    taken: Taken = {who: defaultdict(list) for who in PASTS}
    with world.connect() as superuser:
        bench.show("making learners with a past")
        learners = {who: veterans.make(superuser, FIRST_NUMBERS[who], many, past) for who, past in PASTS.items()}
        for ids in learners.values():
            superuser.execute(RECONCILE, [ids, clock.now()])
        veterans.settle(superuser)
        turns = [(number, who) for number in range(many) for who in PASTS]
        for number, who in bench.track(turns, len(turns), "asking newcomers and veterans in turns"):
            _ask(superuser, learners[who][number], taken[who])
    connections.disconnect()
    return Report([_figure(what, taken) for what in taken["veteran"]], remarks=[
        f"CPU of the backend; medians of {many} learners each, in turns.",
        "A veteran passed 301 levels and was active on 400 days. A day's first pass also continues the streak.",
        "The sweep is all that it does for a learner, with nothing new.",
    ])  # fmt: skip


def _ask(superuser: psycopg.Connection, learner: uuid.UUID, taken: dict[str, list[float]]) -> None:
    """Measure everything of one learner."""
    row = superuser.execute(BEGUN, [learner]).fetchone()
    assert row, "a challenge is begun"
    body = {"kind": "system_design", "design": reference_design(row[0])}
    for level, what in ((2, "a day's first pass"), (3, "a further first pass")):
        path = {"slug": row[0], "level": str(level)}
        with _spent("application", taken[what]):
            clients.call(
                requests.SUBMIT, clients.event(requests.SUBMIT, clients.Request(path=path, body=body), learner)
            )
    endpoint = clients.endpoint("list_my_achievements")
    with _spent("reader", taken[endpoint.route.key]):
        clients.call(endpoint, clients.event(endpoint, clients.Request(), learner))
    superuser.execute(RECONCILE, [[learner], clock.now()])
    with cpu.of_backend(superuser.info.backend_pid, taken["the sweep of a learner"]):
        superuser.execute(RECONCILE, [[learner], clock.now()])


@contextmanager
def _spent(role: str, taken: list[float]) -> Iterator[None]:
    """Note what the backend of a role's connection uses in the block."""
    with cpu.of_backend(connections.connection_of(role).info.backend_pid, taken):
        yield


def _figure(what: str, taken: Taken) -> Figure:
    floor = median(taken["newcomer"][what])
    return Figure(f"{what}, veteran", median(taken["veteran"][what]), "ms CPU", floor, FLOOR, AIM * floor)
