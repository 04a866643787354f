"""Warm CPU of a request through the kernel without a database, against the resolver alone with the same model."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any, cast
from unittest.mock import patch
from uuid import UUID

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from pydantic import BaseModel

from progressive_flow.kernel.http import request_log
from progressive_flow.kernel.http.endpoint import Access, Principal, get
from progressive_flow_local.gateway.events import Request, translate
from progressive_flow_local.invocation import Context
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report
from tests.support import tokens

PATH = "/v1/greeting"
AIM = 1.5  # times bare: 150 µs where that takes 100, which on a shared machine it does not always
Call = Callable[[], Any]


class Greeting(BaseModel):
    """The model of all three."""

    text: str
    times: int


def greet() -> Greeting:
    """Answer with a model."""
    return Greeting(text="hello", times=3)


def greet_learner(principal: Principal) -> Greeting:
    """Answer with a model, knowing who asks."""
    return Greeting(text=principal.id.hex, times=3)


def event(claims: dict[str, str] | None = None) -> dict[str, Any]:
    """Return a request as the gateway makes it."""
    request = Request("GET", PATH.encode(), "", {"host": "localhost", "accept": "*/*"}, [], ("127.0.0.1", 1))
    return translate(request, f"GET {PATH}", {}, b"", claims)


def _contenders() -> dict[str, Call]:
    context = Context("greeting", 10.0)
    bare = APIGatewayHttpResolver(enable_validation=True)
    bare.get(PATH)(greet)
    public = get(PATH, access=Access.PUBLIC, capabilities=())(greet)
    private = get(PATH, capabilities=())(greet_learner)
    anonymous = event()
    known = event({name: str(value) for name, value in tokens.claims(UUID(int=1)).items()})
    return {
        "bare": lambda: bare.resolve(anonymous, cast("Any", context)),
        "public": lambda: public(anonymous, context),
        "learner": lambda: private(known, context),
    }


def _nothing(*_: object) -> None:
    """Write no log line."""


@contextmanager
def _logging(*, on: bool) -> Iterator[None]:
    """Send log lines where they are thrown away, or write none."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), ExitStack() as stack:
        if not on:
            stack.enter_context(patch.object(request_log, "log", _nothing))
        yield


def _microseconds(call: Call, calls: int) -> float:
    before = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - before) / calls * 1e6


def measure(bench: Bench) -> Report:
    """Call each in turns and take medians of rounds."""
    calls, rounds = (bench.runs or 400), bench.count(15, 7)
    contenders = _contenders()
    for call in contenders.values():
        with _logging(on=True):
            assert call()["statusCode"] == 200
    found: dict[tuple[str, bool], list[float]] = {key: [] for key in product(contenders, (True, False))}
    turns = list(product(range(rounds), found))
    for _, (name, on) in bench.track(turns, len(turns), "calling handlers"):
        with _logging(on=on):
            found[name, on].append(_microseconds(contenders[name], calls))
    return Report(_figures({key: median(values) for key, values in found.items()}), [], [
        f"Medians of {rounds} rounds of {calls} calls, in turns. The log line goes to the null device.",
    ])  # fmt: skip


def _figures(micro: dict[tuple[str, bool], float]) -> list[Figure]:
    bare, source = micro["bare", False], "measured here: Powertools' resolver with validation, same model"
    labels = {"public": "public endpoint", "learner": "endpoint with a learner"}
    return [
        Figure(
            f"{label}, {'with' if on else 'without'} its log line", micro[name, on], "µs CPU", bare, source,
            AIM * bare if on else None,
        )
        for name, label in labels.items()
        for on in (True, False)
    ]  # fmt: skip
