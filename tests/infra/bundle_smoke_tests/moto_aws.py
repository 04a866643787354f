"""The AWS services that functions call: one moto server, with an event bus, buckets and a user pool for each backend."""

from __future__ import annotations

import io
import logging
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer
from PIL import Image

REGION = "us-east-1"
ARRIVED = "quarantine/00000000-0000-0000-0000-000000000002"  # an image, to be inspected


@contextmanager
def serving() -> Iterator[str]:
    """Run moto in this process; yield its endpoint URL."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # a log line for each call would hide the results
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def settings(endpoint: str, backend: str) -> Mapping[str, str]:
    """Create a backend's resources; return the environment variables that name them."""
    prefix = f"{backend}-{uuid.uuid4().hex[:12]}"
    session = boto3.session.Session("smoke-test", "smoke-test", region_name=REGION)

    def client(service: str) -> Any:
        make: Any = session.client
        return make(service, endpoint_url=endpoint)

    for bus in (prefix, f"{prefix}-isolated"):
        client("events").create_event_bus(Name=bus)
    for kind in ("archive", "exports", "media"):
        client("s3").create_bucket(Bucket=f"{prefix}-{kind}")
    client("s3").put_object(Bucket=f"{prefix}-media", Key=ARRIVED, Body=_image(), ContentType="image/png")
    client("sesv2").create_email_identity(EmailIdentity=f"{prefix}.example.com")
    pool = client("cognito-idp").create_user_pool(PoolName=prefix, UsernameAttributes=["email"])["UserPool"]["Id"]
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "AKIDSMOKETEST",
        "AWS_SECRET_ACCESS_KEY": "smoke-test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "EVENT_BUS": prefix,
        "ISOLATED_BUS": f"{prefix}-isolated",
        "ARCHIVE_BUCKET": f"{prefix}-archive",
        "EXPORT_BUCKET": f"{prefix}-exports",
        "MEDIA_BUCKET": f"{prefix}-media",
        "USER_POOL_ID": pool,
        "MAIL_FROM": f"no-reply@{prefix}.example.com",
        "MAIL_CONFIGURATION": prefix,
    }


def _image() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(target, "PNG")
    return target.getvalue()
