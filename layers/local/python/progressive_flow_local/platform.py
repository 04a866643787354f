"""Runs the whole platform on one machine: database, AWS, gateway and scheduler, until a signal stops it."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from progressive_flow_local import (
    databases,
    demo_unlocks,
    local_names,
    loopback,
    preparation,
    sample_organization,
    state,
    watching,
)
from progressive_flow_local.aws import accounts, judges, mails, stores
from progressive_flow_local.children import Children, end_orphans
from progressive_flow_local.errors import LocalError
from progressive_flow_local.invocation import REGION
from progressive_flow_local.processes import HOST, free_port, port_is_free, require_disk, wait_until
from progressive_flow_local.watching import Part, Watch

READY_SECONDS = 60.0
WATCH_SECONDS = 0.25
MAX_PORT, MAX_WORKERS = 65535, 64
Report = Callable[[str], None]
Description = dict[str, Any]


class StoppedError(BaseException):
    """Somebody asked us to stop; no `except Exception` on the way may take it for a failure."""


_asked = threading.Event()


def _go_on() -> None:
    """Stop here if we were asked to: an exception raised by a signal is lost where Python runs a finalizer."""
    if _asked.is_set():
        raise StoppedError


@dataclass(frozen=True)
class Plan:
    """What to run and where."""

    folder: Path
    port: int
    workers: int

    @property
    def url(self) -> str:
        """Return the API's address."""
        return f"http://{HOST}:{self.port}"


def plan() -> Plan:
    """Read what the environment asks for: PORT, WORKERS and PROGRESSIVE_FLOW_STATE."""
    port = _number("PORT", 8000, MAX_PORT)
    return Plan(state.folder(), port, _number("WORKERS", 2, MAX_WORKERS))


def _number(name: str, default: int, most: int) -> int:
    given = os.environ.get(name, str(default))
    if not (given.isascii() and given.isdigit() and 1 <= int(given) <= most):
        raise LocalError(f"{name} is {given!r} and must be a whole number from 1 to {most}, such as {name}={default}.")
    return int(given)


@contextlib.contextmanager
def running(wanted: Plan, report: Report) -> Iterator[tuple[Description, list[Part]]]:
    """Start everything, yield where it is and what to watch, and stop everything that was started here."""
    with state.exclusively(wanted.folder), contextlib.ExitStack() as stack:
        _check(wanted, report)
        yield _start(wanted, stack, report)


def _check(wanted: Plan, report: Report) -> None:
    require_disk(wanted.folder)
    if ended := end_orphans(wanted.folder):
        report(f"Ended {ended} processes that an earlier run had left behind")
    if not wait_until(lambda: port_is_free(wanted.port), 1.0):
        raise LocalError(f"Port {wanted.port} is in use by another program: set PORT to another one.")


def _start(wanted: Plan, stack: contextlib.ExitStack, report: Report) -> tuple[Description, list[Part]]:
    """Start the parts in the order of their needs; the local AWS reads its journal while the database is prepared."""
    secrets = state.passwords(wanted.folder)
    aws_port = _aws_port(wanted.folder)
    endpoint = f"http://{HOST}:{aws_port}"
    aws = _aws_environment(endpoint)
    database = stack.enter_context(databases.ready(wanted.folder, secrets, report))
    _go_on()
    signs = preparation.accept_proof_key(state.proof_key(wanted.folder))
    children = Children(wanted.folder)
    parts: list[Part] = [*database.parts]
    stack.callback(children.stop)  # which comes before the database's end
    known = {**aws, **preparation.environment(database.urls), **stores.environment(), **mails.environment(wanted.url)}
    known |= judges.environment()
    # twice as many as the gateway's: each waits half of its time for the database
    workers = {"WORKERS": str(2 * wanted.workers)}
    parts.append(
        children.start(
            "the local AWS", "progressive_flow_local.aws", {**known, **signs, **workers, "PORT": str(aws_port)}
        )
    )
    report("Starting the local AWS and the first accounts")
    _wait(parts, wanted.folder, f"{endpoint}/_local/messages")
    pool = accounts.bootstrap(endpoint, secrets["demo"], secrets["administrator"])
    stores.prepare(endpoint)
    mails.prepare(endpoint)
    known |= {"USER_POOL_ID": pool.pool_id, "USER_POOL_CLIENT_ID": pool.client_id}
    console = accounts.console_client(endpoint, pool.pool_id)
    report(f"Starting the API with {wanted.workers} workers, and the scheduler")
    at = {"WORKERS": str(wanted.workers), "PORT": str(wanted.port)}
    preview_port = _preview_port(wanted)
    at |= {"PREVIEW_PORT": str(preview_port), "CONSOLE_CLIENT_ID": console}
    at |= {"PLATFORM_DESCRIPTION": str(wanted.folder / state.DESCRIPTION)}
    parts.append(children.start("the gateway", "progressive_flow_local.gateway", {**known, **at}))
    parts.append(children.start("the scheduler", "progressive_flow_local.scheduler", known))
    _wait(parts, wanted.folder, wanted.url)
    description = _describe(wanted, endpoint, pool, console, database.urls, secrets)
    description["preview_url"] = f"http://{local_names.preview_host(preview_port)}"
    demo_unlocks.give_demo_learner(description)
    sample_organization.prepare(description)
    state.describe(wanted.folder, description)
    return description, parts


def _preview_port(wanted: Plan) -> int:
    """Return the port of the preview's host: the next one, unless another program has it."""
    following = wanted.port + 1
    return following if following <= MAX_PORT and port_is_free(following) else free_port()


def _aws_port(folder: Path) -> int:
    """Return the local AWS's port: last time's if it is free, since clients may have been configured with it."""
    try:
        last = int((folder / "aws_port").read_text())
    except (OSError, ValueError):
        last = 0
    port = last if last and port_is_free(last) else free_port()
    (folder / "aws_port").write_text(str(port))
    return port


def _aws_environment(endpoint: str) -> dict[str, str]:
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _wait(parts: list[Part], folder: Path, url: str) -> None:
    """Wait until something answers at `url`, whatever it says: /v1/health is 503 until the platform is described."""
    if not wait_until(
        lambda: _asked.is_set() or any(part.ended() for part in parts) or loopback.responds(url),
        READY_SECONDS,
        pause=0.05,
    ):
        raise LocalError(f"{url} did not answer within {READY_SECONDS:.0f} s; see {folder / 'logs'}.")
    _go_on()
    watching.require(parts)


def _describe(
    wanted: Plan, endpoint: str, pool: accounts.Pool, console: str, urls: dict[str, str], secrets: dict[str, str]
) -> Description:
    return {
        "api_url": wanted.url,
        "docs_url": f"{wanted.url}/v1/docs",
        **state.urls_by_key(urls),
        "aws_endpoint_url": endpoint,
        "region": REGION,
        "user_pool_id": pool.pool_id,
        "client_id": pool.client_id,
        "console_client_id": console,
        **{name.lower(): value for name, value in stores.environment().items()},
        "demo_username": accounts.DEMO_USERNAME,
        "demo_password": secrets["demo"],
        "admin_username": accounts.ADMIN_USERNAME,
        "admin_password": secrets["administrator"],
        **sample_organization.described(secrets),
        "pid": os.getpid(),
    }


@contextlib.contextmanager
def until_signalled() -> Iterator[None]:
    """Let the first Ctrl-C or SIGTERM end the block in order, wherever it is; later ones do not disturb that."""
    _asked.clear()

    def ask(_number: int, _frame: object) -> None:
        if not _asked.is_set():
            _asked.set()
            raise StoppedError

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        with contextlib.suppress(StoppedError):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(parts: Sequence[Part], report: Report) -> None:
    """Return never; start again what has ended by itself, and raise when that does not help."""
    watch = Watch(parts, report)
    while True:
        _go_on()
        watch.look()
        time.sleep(WATCH_SECONDS)
