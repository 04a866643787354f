"""Serves the API: `python -m progressive_flow_local.gateway`, configured by the environment.

The functions are imported once, then the workers are forked: they start at once and share the memory, and a function
that cannot be imported is reported before anything listens.
"""

import contextlib
import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

import uvicorn

from progressive_flow_local import loopback, state
from progressive_flow_local.gateway import console, preview
from progressive_flow_local.gateway.application import Gateway
from progressive_flow_local.gateway.authorizer import Authorizer
from progressive_flow_local.gateway.routes import Routes, declared
from progressive_flow_local.gateway.throttle import Throttle
from progressive_flow_local.processes import HOST, die_with_parent
from progressive_flow_local.sign_in.pool import Pool
from progressive_flow_local.sign_in.provider import Provider

# API Gateway's account limits, unless the stage sets lower ones.
RATE, BURST = 10_000.0, 5_000.0
RESTART_SECONDS = 0.2
LOG = logging.getLogger("progressive_flow_local.gateway")


def create(routes: Routes) -> Gateway:
    """Return the application, configured by the environment; each worker has its own."""
    workers = int(os.environ.get("WORKERS", "1"))
    rate, burst = (float(os.environ.get(f"THROTTLE_{name}", most)) for name, most in (("RATE", RATE), ("BURST", BURST)))
    throttle = Throttle(rate / workers, max(1.0, burst / workers))
    ready = _platform_is_described
    return Gateway(routes, _authorizer(), throttle, ready=ready, provider=_provider(), page=console.answer)


def _platform_is_described() -> bool:
    """Return whether programs find the platform: who waits for /v1/health reads its description next."""
    return Path(os.environ.get("PLATFORM_DESCRIPTION", os.devnull)).exists()


def _authorizer() -> Authorizer:
    clients = [os.environ[name] for name in ("USER_POOL_CLIENT_ID", "CONSOLE_CLIENT_ID") if name in os.environ]
    keys = f"{os.environ['AWS_ENDPOINT_URL']}/{os.environ['USER_POOL_ID']}/.well-known/jwks.json"
    return Authorizer(_issuer(), clients, partial(loopback.get_json, keys))


def _issuer() -> str:
    return f"https://cognito-idp.{os.environ['AWS_REGION']}.amazonaws.com/{os.environ['USER_POOL_ID']}"


def _provider() -> Provider | None:
    """Return the OpenID Connect provider, where there is a client for it."""
    if "CONSOLE_CLIENT_ID" not in os.environ:
        return None
    pool = Pool(os.environ["AWS_ENDPOINT_URL"], os.environ["USER_POOL_ID"], os.environ["CONSOLE_CLIENT_ID"])
    return Provider(state.folder(), pool, _issuer())


def serve(routes: Routes, listeners: Sequence[socket.socket]) -> None:
    """Serve requests from listening sockets until a signal stops the process."""
    config = uvicorn.Config(
        _with_preview(create(routes)),
        interface="asgi3",
        http="httptools",
        loop="uvloop",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=list(listeners))


def _with_preview(gateway: Gateway) -> preview.Application:
    """Serve the second host too, where it has a port."""
    return preview.beside(gateway, int(os.environ["PREVIEW_PORT"])) if "PREVIEW_PORT" in os.environ else gateway


def _fork(routes: Routes, listeners: Sequence[socket.socket]) -> int:
    """Start a worker; return its id."""
    parent = os.getpid()
    pid = os.fork()
    if not pid:
        _work(routes, listeners, parent)
    return pid


def _work(routes: Routes, listeners: Sequence[socket.socket], parent: int) -> NoReturn:
    status = 1
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    try:
        die_with_parent(parent)
        serve(routes, listeners)
        status = 0
    except BaseException:
        LOG.exception("a worker failed")
    finally:
        os._exit(status)  # a hanging handler's thread must not keep us, nor what the parent registered run


def supervise(routes: Routes, listeners: Sequence[socket.socket], workers: int) -> None:
    """Keep so many workers running until a signal stops them: a worker whose function timed out exits, as on Lambda."""
    running: set[int] = set()
    stopping: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stopping.append(number)
        for pid in running:
            os.kill(pid, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopping or running:
        while len(running) < workers and not stopping:
            running.add(_fork(routes, listeners))
        running.discard(os.wait()[0])
        if not stopping:
            LOG.warning("a worker has left and is replaced")
            time.sleep(RESTART_SECONDS)


def main() -> None:
    """Listen on PORT, and on PREVIEW_PORT where it is given, with WORKERS processes."""
    if supervisor := int(os.environ.get("SUPERVISOR_PID", "0")):
        die_with_parent(supervisor)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s gateway %(levelname)s %(message)s")
    routes = Routes(declared())
    gc.freeze()  # what is loaded now stays, in pages that the workers share
    ports = [int(os.environ[name]) for name in ("PORT", "PREVIEW_PORT") if name in os.environ]
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(_listening(port)) for port in ports]
        supervise(routes, listeners, int(os.environ.get("WORKERS", "1")))


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(1024)
    return listener


if __name__ == "__main__":
    main()
