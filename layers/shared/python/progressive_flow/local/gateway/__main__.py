"""Serves the API: `python -m progressive_flow.local.gateway`, told what it needs by the environment."""

import logging
import multiprocessing
import os
import socket

import uvicorn
from uvicorn.supervisors import Multiprocess

from progressive_flow import discovery
from progressive_flow.local.gateway.application import Gateway
from progressive_flow.local.gateway.authorizer import Authorizer, fetcher
from progressive_flow.local.gateway.routes import Routes
from progressive_flow.local.gateway.throttle import Throttle
from progressive_flow.local.processes import HOST, die_with_parent

# API Gateway's account limits, unless the stage sets lower ones.
RATE, BURST = 10_000.0, 5_000.0


def create() -> Gateway:
    """Return the application, configured by the environment; each worker calls this once."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s gateway %(levelname)s %(message)s")
    if parent := multiprocessing.parent_process():
        die_with_parent(parent.pid or 0)
    workers = int(os.environ.get("WORKERS", "1"))
    rate, burst = (float(os.environ.get(f"THROTTLE_{name}", most)) for name, most in (("RATE", RATE), ("BURST", BURST)))
    return Gateway(Routes(discovery.endpoints()), _authorizer(), Throttle(rate / workers, max(1.0, burst / workers)))


def _authorizer() -> Authorizer:
    pool, region = os.environ["USER_POOL_ID"], os.environ["AWS_REGION"]
    issuer = f"https://cognito-idp.{region}.amazonaws.com/{pool}"
    endpoint = os.environ.get("AWS_ENDPOINT_URL", f"https://cognito-idp.{region}.amazonaws.com")
    return Authorizer(issuer, os.environ["USER_POOL_CLIENT_ID"], fetcher(f"{endpoint}/{pool}/.well-known/jwks.json"))


def main() -> None:
    """Listen on PORT with WORKERS processes; one that ends is replaced."""
    if supervisor := int(os.environ.get("SUPERVISOR_PID", "0")):
        die_with_parent(supervisor)
    config = uvicorn.Config(
        "progressive_flow.local.gateway.__main__:create",
        factory=True,
        interface="asgi3",
        http="httptools",
        loop="uvloop",
        ws="none",
        lifespan="off",
        access_log=False,
        server_header=False,
        log_level="warning",
        workers=int(os.environ.get("WORKERS", "1")),
        timeout_graceful_shutdown=5,
        backlog=1024,
    )
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, int(os.environ["PORT"])))
        listener.set_inheritable(True)
        Multiprocess(config, target=uvicorn.Server(config).run, sockets=[listener]).run()


if __name__ == "__main__":
    main()
