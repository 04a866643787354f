"""AWS for a rehearsal: one moto, with a bus, buckets and a pool for each world."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

REGION = "us-east-1"


@contextmanager
def serving() -> Iterator[str]:
    """Run moto in this process; yield its address."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a line a call would hide the rehearsal's own
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def settings(endpoint: str, world: str) -> Mapping[str, str]:
    """Make what functions work on; return the settings by which they find it."""
    mark = f"{world}-{uuid.uuid4().hex[:12]}"
    session = boto3.session.Session("rehearsal", "rehearsal", region_name=REGION)

    def client(service: str) -> Any:
        make: Any = session.client
        return make(service, endpoint_url=endpoint)

    client("events").create_event_bus(Name=mark)
    for kind in ("archive", "exports"):
        client("s3").create_bucket(Bucket=f"{mark}-{kind}")
    pool = client("cognito-idp").create_user_pool(PoolName=mark, UsernameAttributes=["email"])["UserPool"]["Id"]
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "AKIDREHEARSAL",
        "AWS_SECRET_ACCESS_KEY": "rehearsal",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "EVENT_BUS": mark,
        "ARCHIVE_BUCKET": f"{mark}-archive",
        "EXPORT_BUCKET": f"{mark}-exports",
        "USER_POOL_ID": pool,
    }
