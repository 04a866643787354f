"""What is known of each function for tests, generated requests, bundle tests and benchmarks: one case a file, found by path.

`tests/cases/<folder>/<file>.py` holds the `CASE` of `functions/<folder>/<file>.py`. Endpoints and consumers must have one;
a job needs one where it has no work on the evening on which jobs are tested.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from progressive_flow.kernel.declarations.consumers import Subscription
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.declarations.permissions import Permission
from progressive_flow.kernel.events.bus import SOURCE
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.support.clients import Client, Request
from tests.support.organizations import World

FOLDER = Path(__file__).parents[1] / "cases"
# Round trips to PostgreSQL, BEGIN and COMMIT included: a read waits once for both, a write takes a few statements.
READ, WRITE = 2, 5
EVENING = datetime(2026, 5, 7, 18, 5, tzinfo=UTC)  # the fourth day of `tests.support.copies`


class Intrusion(NamedTuple):
    """What a learner of another organization tries, and the statuses that are right."""

    request: Request
    statuses: frozenset[int]


def tried(*statuses: int, **sent: Any) -> Intrusion:
    """Return an intrusion: the statuses that are right, and the fields of the request."""
    return Intrusion(Request(**sent), frozenset(statuses))


def refused(**sent: Any) -> Callable[[World], list[Intrusion]]:
    """Return the intrusion at a route that needs a permission."""
    return lambda _: [tried(403, **sent)]


def asking_for_the_victim(world: World) -> list[Intrusion]:
    """Name the other learner in the query of a route that shows the caller's own; and ask for what it shows."""
    return [tried(422, query={"user_id": str(world.victim.id)}), tried(200)]


@dataclass(frozen=True, kw_only=True)
class EndpointCase:
    """One endpoint: a request that succeeds however often it is asked for, and what strangers try.

    `permission` repeats the declaration, since it says who may do harm. `round_trips` is the most that the request takes,
    by default `READ` or `WRITE`; `generated` is how many requests the OpenAPI document's test makes up; `varies` names
    members of the answer that differ from run to run, beside ids and times.
    """

    request: Callable[[Client], Request] = lambda _: Request()
    intrusions: Callable[[World], list[Intrusion]] = asking_for_the_victim
    permission: Permission | None = None
    round_trips: int | None = None
    generated: int = 20
    varies: frozenset[str] = frozenset()

    def max_round_trips(self, route: Route) -> int:
        """Return the most round trips of its request."""
        return self.round_trips or (READ if route.method == "GET" else WRITE)


@dataclass(frozen=True, kw_only=True)
class JobCase:
    """One job: when it has work after a class lived through three days, or why it finds none there."""

    due: datetime = EVENING
    idle: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsumerCase:
    """One consumer: the payload of an event that it handles."""

    payload: Mapping[str, Any]

    def event(self, declared: Subscription, id_: str) -> dict[str, Any]:
        """Return the event as its rule hands it over."""
        if service := declared.service:
            return {"id": id_, "source": service.source, "detail-type": service.names[0], "detail": dict(self.payload)}
        detail = {"id": "1", "payload": dict(self.payload)}
        return {"id": id_, "source": SOURCE, "detail-type": declared.topic, "detail": detail}


Case = TypeVar("Case", EndpointCase, JobCase, ConsumerCase)


def of_endpoint(endpoint: Endpoint) -> EndpointCase:
    """Return the case of an endpoint."""
    return of(endpoint.function.__module__, EndpointCase)


def of_job(name: str) -> JobCase:
    """Return the case of a job: the usual one where it has no file."""
    module = f"functions.scheduled.{name}"
    return of(module, JobCase) if module in described() else JobCase()


def of(module: str, kind: type[Case]) -> Case:
    """Return the case of `functions.<folder>.<file>`."""
    case = import_module(module.replace("functions.", "tests.cases.", 1)).CASE
    if not isinstance(case, kind):
        raise TypeError(f"The case of {module} is no {kind.__name__}.")
    return case


def described() -> set[str]:
    """Return the functions that have a case, as modules."""
    return {f"functions.{file.parent.name}.{file.stem}" for file in FOLDER.glob("*/*.py")}
