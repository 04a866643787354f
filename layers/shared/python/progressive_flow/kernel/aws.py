"""AWS as functions call it: clients made once a process, and the names of what they work on.

boto3 is the runtime's own. It is imported here and only when asked for, since it takes 200 ms.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from progressive_flow.kernel import settings

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient

# seconds until a connection, seconds until an answer, and how often it is asked for
_PATIENCE = {
    "lambda": (3, 250, 1),
    "rds": (3, 30, 3),
    "sesv2": (3, 10, 1),  # whoever asks twice may send a mail twice: the task tries again
}
_PATIENT = (3, 10, 3)
_HASTY = (0.1, 0.2, 1)
_COPYING = (3, 25, 2)  # S3 answers once it has copied the whole object


def events() -> EventBridgeClient:
    """Return the client of the event bus."""
    client: EventBridgeClient = _client("events")
    return client


def hasty_events() -> EventBridgeClient:
    """Return a client of the event bus that gives up after 300 ms: for what a job repairs."""
    client: EventBridgeClient = _client("events", _HASTY)
    return client


def objects() -> S3Client:
    """Return the client of the buckets."""
    client: S3Client = _client("s3")
    return client


def patient_objects() -> S3Client:
    """Return a client of the buckets that waits for half a gigabyte to be copied."""
    client: S3Client = _client("s3", _COPYING)
    return client


def accounts() -> CognitoIdentityProviderClient:
    """Return the client of the user pool."""
    client: CognitoIdentityProviderClient = _client("cognito-idp")
    return client


def secrets() -> SecretsManagerClient:
    """Return the client of the secrets."""
    client: SecretsManagerClient = _client("secretsmanager")
    return client


def functions() -> LambdaClient:
    """Return the client of the functions; it waits four minutes for an answer and asks once."""
    client: LambdaClient = _client("lambda")
    return client


def servers() -> Any:
    """Return the client of the database servers, untyped: its stubs are not installed."""
    return _client("rds")


def parameters() -> Any:
    """Return the client of the parameters, untyped as well."""
    return _client("ssm")


def mail() -> Any:
    """Return the client of the mail service, untyped as well; it asks once."""
    return _client("sesv2")


def event_bus() -> str:
    """Return the name of the platform's bus, `EVENT_BUS`."""
    return settings.required("EVENT_BUS")


def isolated_bus() -> str:
    """Return the name of the bus of functions without a way out, `ISOLATED_BUS`."""
    return settings.required("ISOLATED_BUS")


def archive_bucket() -> str:
    """Return the bucket of archived months, `ARCHIVE_BUCKET`."""
    return settings.required("ARCHIVE_BUCKET")


def export_bucket() -> str:
    """Return the bucket of learners' exports, `EXPORT_BUCKET`."""
    return settings.required("EXPORT_BUCKET")


def media_bucket() -> str:
    """Return the bucket of uploads, `MEDIA_BUCKET`."""
    return settings.required("MEDIA_BUCKET")


def user_pool() -> str:
    """Return the user pool's id, `USER_POOL_ID`."""
    return settings.required("USER_POOL_ID")


def forget() -> None:
    """Drop the clients: between tests."""
    _client.cache_clear()


@cache
def _client(service: str, patience: tuple[float, float, int] | None = None) -> Any:
    import boto3  # noqa: PLC0415 - see above
    from botocore.config import Config  # noqa: PLC0415

    # shorter than any function's time-out, so that a service that hangs is reported by name
    connecting, reading, tries = patience or _PATIENCE.get(service, _PATIENT)
    patient = Config(
        connect_timeout=connecting,
        read_timeout=reading,
        retries={"mode": "standard", "total_max_attempts": tries},
        signature_version="s3v4" if service == "s3" else None,  # or links are signed as they were in 2006
        s3=_addressing() if service == "s3" else None,
    )
    make: Any = boto3.client
    return make(service, config=patient)


def _addressing() -> Any:
    """Name buckets in the host: links and forms lead to the region's own then, not to a global host that redirects them."""
    return {} if settings.aws_endpoint() else {"addressing_style": "virtual"}
