"""Signs in to RDS without a password: a token that IAM accepts, signed here (SigV4, a presigned URL for `rds-db`).

Hand-written with the standard library, since boto3 would add 200 ms to every cold start. A token lets a connection in for 15
minutes; connections last beyond it.
"""

import hashlib
import hmac
import json
import os
import time
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlsplit

VALID = 900  # seconds, which IAM does not let anyone choose
KEPT = 600.0  # well below, for clocks differ and connecting takes time
# Where a container's credentials may come from: beside us, or the link-local addresses that AWS gives agents.
_HOSTS = {"localhost", "127.0.0.1", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"}
_TIMEOUT = 2.0
_HTTPS = 443
_EARLY = 300.0  # seconds before their end at which credentials are fetched again

_tokens: dict[tuple[str, int, str, str], tuple[float, "Credentials", str]] = {}
_held: list[tuple[float, "Credentials"]] = []


class NoCredentialsError(Exception):
    """Nobody says who we are: the environment has no credentials and its endpoint gives none."""


class Credentials(NamedTuple):
    """Who signs."""

    key: str
    secret: str
    token: str | None


def token(host: str, port: int, user: str, region: str) -> str:
    """Return a password for `user`, made at most ten minutes ago by whoever we are now: it ends with its credentials."""
    wanted, now, credentials = (host, port, user, region), time.time(), of_environment()
    until, by, made = _tokens.get(wanted, (0.0, None, ""))
    if by != credentials or not now < until <= now + KEPT:  # a snapshot's clock may jump either way when it wakes
        made = presign(host, port, user, region, credentials, datetime.fromtimestamp(now).astimezone())
        _tokens[wanted] = (now + KEPT, credentials, made)
    return made


def presign(host: str, port: int, user: str, region: str, by: Credentials, at: datetime) -> str:
    """Return the token that AWS's own libraries make of the same facts."""
    instant = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at.timestamp()))
    scope = f"{instant[:8]}/{region}/rds-db/aws4_request"
    parameters = {
        "Action": "connect",
        "DBUser": user,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{by.key}/{scope}",
        "X-Amz-Date": instant,
        "X-Amz-Expires": str(VALID),
        "X-Amz-SignedHeaders": "host",
    }
    if by.token:
        parameters["X-Amz-Security-Token"] = by.token
    query = _encode(parameters)
    canonical = _encode(dict(sorted(parameters.items())))
    named = host.lower() if port == _HTTPS else f"{host.lower()}:{port}"  # as a Host header would
    request = f"GET\n/\n{canonical}\nhost:{named}\n\nhost\n{hashlib.sha256().hexdigest()}"
    signed = f"AWS4-HMAC-SHA256\n{instant}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{by.secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return f"{host}:{port}/?{query}&X-Amz-Signature={hmac.digest(key, signed.encode(), 'sha256').hex()}"


def of_environment() -> Credentials:
    """Return the function's credentials: the environment's, or the endpoint's where a snapshot cannot hold any."""
    given = os.environ
    if "AWS_ACCESS_KEY_ID" in given and "AWS_SECRET_ACCESS_KEY" in given:
        session = given.get("AWS_SESSION_TOKEN") or None
        return Credentials(given["AWS_ACCESS_KEY_ID"], given["AWS_SECRET_ACCESS_KEY"], session)
    if not (url := given.get("AWS_CONTAINER_CREDENTIALS_FULL_URI")):
        raise NoCredentialsError("There are no AWS credentials in the environment, nor an endpoint that gives some.")
    if not _held or _held[0][0] < time.time():
        _held[:] = [_fetch(url, given.get("AWS_CONTAINER_AUTHORIZATION_TOKEN", ""))]
    return _held[0][1]


def forget() -> None:
    """Drop what is cached: before a snapshot, and between tests."""
    _tokens.clear()
    _held.clear()


def _fetch(url: str, authorization: str) -> tuple[float, Credentials]:
    """Ask the endpoint; return until when its credentials may be used, and them."""
    found = _get(url, {"Authorization": authorization} if authorization else {})
    ends = found.get("Expiration")
    until = datetime.fromisoformat(str(ends)).timestamp() - _EARLY if ends else time.time()
    try:
        return until, Credentials(str(found["AccessKeyId"]), str(found["SecretAccessKey"]), _text(found.get("Token")))
    except KeyError as error:
        raise NoCredentialsError(f"The credentials endpoint's answer has no {error}.") from error


def _get(url: str, headers: Mapping[str, str]) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in _HOSTS:
        raise NoCredentialsError(
            f"Credentials are not taken from {parts.scheme}://{parts.hostname}: not a local address."
        )
    from http.client import HTTPConnection, HTTPException  # noqa: PLC0415 - 25 ms that only a restored snapshot needs

    connection = HTTPConnection(parts.hostname, parts.port or 80, timeout=_TIMEOUT)
    try:
        connection.request(
            "GET", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", headers=dict(headers)
        )
        answer = connection.getresponse()
        found = json.loads(answer.read())
        if answer.status != 200 or not isinstance(found, dict):  # noqa: PLR2004 - HTTP's OK
            raise NoCredentialsError(f"The credentials endpoint answered {answer.status}.")
    except (OSError, HTTPException, ValueError) as error:
        raise NoCredentialsError(f"The credentials endpoint does not answer: {error}") from error
    else:
        return found
    finally:
        connection.close()


def _encode(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe='-_.~')}" for name, value in parameters.items())


def _text(value: object) -> str | None:
    return str(value) if value else None
