"""Serves the local AWS: `python -m progressive_flow_local.aws`; the environment names PORT and the state folder."""

import logging
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import BaseWSGIServer, make_server

from progressive_flow_local.aws.application import LocalAws
from progressive_flow_local.processes import HOST, die_with_parent


def create(state: Path, port: int = 0) -> BaseWSGIServer:
    """Return the server with everything replayed, listening but not yet answering; port 0 is any free one."""
    return make_server(HOST, port, LocalAws(state), threaded=True, request_handler=MotoRequestHandler)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    """Serve until a signal stops the process."""
    if supervisor := int(os.environ.get("SUPERVISOR_PID", "0")):
        die_with_parent(supervisor)
    signal.signal(signal.SIGTERM, _stop)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s aws %(levelname)s %(message)s")
    for noisy in ("werkzeug", "botocore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    create(Path(os.environ["PROGRESSIVE_FLOW_STATE"]), int(os.environ["PORT"])).serve_forever()


if __name__ == "__main__":
    main()
