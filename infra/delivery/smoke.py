"""`python -m infra.delivery.smoke --stage dev`: a learner's first minutes on what was just deployed, and then they leave.

It makes an account as an administrator, asks and answers as its learner, sends one answer twice, looks whether it was paid
once, erases itself, and says what did not hold. It exits 1 then, and the workflow takes the release back.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from infra.config import STAGES, Config
from infra.names import SERVICE, version
from progressive_flow.kernel import production_guard

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

CHALLENGE = "static-website"  # open to whoever begins
DESIGN = {
    "schema": "sd-graph/1",
    "nodes": [
        {"id": "visitors", "type": "client"},
        {"id": "names", "type": "dns"},
        {"id": "edge", "type": "cdn", "units": 4},
        {"id": "files", "type": "object_store", "units": 2},
    ],
    "edges": [
        {"from": "visitors", "to": "names"},
        {"from": "visitors", "to": "edge"},
        {"from": "edge", "to": "files"},
    ],
}
ATTEMPTS = f"/v1/challenges/{CHALLENGE}/levels/1/attempts"


class SmokeError(Exception):
    """Something is not as it should be; the message says what."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What was deployed: its address, the pool and its client, where the pool publishes its keys, whether people rely on it."""

    url: str
    pool: str
    client: str
    keys: str
    guarded: bool


def deployed(config: Config) -> Stage:
    """Read a stage's outputs; its public address is the edge's where it has one."""
    import boto3  # noqa: PLC0415 - so that help needs none

    formation = boto3.client("cloudformation", region_name=config.region)
    found: dict[str, str] = {}
    for name in ("api", "identity", *(["edge"] if config.edge else [])):
        (stack,) = formation.describe_stacks(StackName=f"{SERVICE}-{config.stage}-{name}")["Stacks"]
        found |= {each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", [])}
    pool = found["UserPoolId"]
    keys = f"https://cognito-idp.{config.region}.amazonaws.com/{pool}/.well-known/jwks.json"
    url = found.get("PublicUrl") or found["Url"]
    return Stage(url, pool, found["ClientId"], keys, guarded=config.stage in production_guard.GUARDED)


def try_out(stage: Stage, cognito: CognitoIdentityProviderClient, version: str | None = None) -> list[str]:
    """Go through the journey; return a line for each step that held, or raise `SmokeError` at the first that did not."""
    told: list[str] = []
    with httpx.Client(base_url=stage.url, timeout=30, trust_env=False) as api:
        _keys(stage, told)
        _health(api, version, told)
        with _learner(stage, cognito) as token:
            api.headers["authorization"] = f"Bearer {token}"
            _answer_once(api, told)
            _leave(api, told)
    return told


def _keys(stage: Stage, told: list[str]) -> None:
    """Look whether tokens are signed by a key that nobody else has."""
    keys = httpx.get(stage.keys, timeout=10, trust_env=False).raise_for_status().json()["keys"]
    if stage.guarded:
        production_guard.check_keys(keys)
    told.append(f"{len(keys)} keys sign tokens")


def _health(api: httpx.Client, version: str | None, told: list[str]) -> None:
    health = _asked(api, "GET", "/v1/health", 200)
    if version and health["version"] != version:
        raise SmokeError(f"version {health['version']} answers, not {version}")
    _asked(api, "GET", "/v1/me", 401)
    _asked(api, "GET", "/v1/openapi.json", 200)  # what an edge keeps takes another way than the rest
    told.append(f"version {health['version']} answers, on schema {health['schema_version']}, and knows no strangers")


def _answer_once(api: httpx.Client, told: list[str]) -> None:
    """Answer a level twice with one key: the same answer, and one payment."""
    open_ = [each["slug"] for each in _asked(api, "GET", "/v1/challenges?limit=100", 200)["items"] if each["unlocked"]]
    if CHALLENGE not in open_:
        raise SmokeError(f"{CHALLENGE} is not open to a new learner: {', '.join(open_) or 'nothing is'}")
    key = {"idempotency-key": str(uuid.uuid4())}
    (one, paid), (other, paid_again) = (_answer(api, key) for _ in range(2))
    if one != other or not one["passed"]:
        raise SmokeError(f"the same attempt was answered {one} and {other}")
    if paid != paid_again or paid < one["xp_earned"]:
        raise SmokeError(
            f"{one['xp_earned']} XP were earned; {paid} were paid, and {paid_again} when it was sent again"
        )
    told.append(f"an attempt scored {one['score']} and was paid once; {paid} XP with what it achieved")


def _answer(api: httpx.Client, key: dict[str, str]) -> tuple[Any, int]:
    """Send the attempt; return its answer and the learner's XP then."""
    answer = _asked(api, "POST", ATTEMPTS, 201, json={"design": DESIGN}, headers=key)
    return answer, int(_asked(api, "GET", "/v1/me", 200)["total_xp"])


def _leave(api: httpx.Client, told: list[str]) -> None:
    name = _asked(api, "GET", "/v1/me", 200)["username"]
    _asked(api, "DELETE", f"/v1/me?confirm={name}", 204)
    _asked(api, "GET", "/v1/me", 403)
    told.append("the learner has left, and their token with them")


def _asked(api: httpx.Client, method: str, path: str, status: int, **options: Any) -> Any:
    answer = api.request(method, path, **options)
    if answer.status_code != status:
        raise SmokeError(f"{method} {path} answered {answer.status_code}, not {status}: {answer.text[:300]}")
    return answer.json() if answer.content else None


@contextmanager
def _learner(stage: Stage, cognito: CognitoIdentityProviderClient) -> Iterator[str]:
    """Yield the access token of somebody who exists only meanwhile."""
    whom: Any = {"UserPoolId": stage.pool, "Username": f"smoke-{secrets.token_hex(6)}@example.com"}
    password = f"Aa1{secrets.token_urlsafe(24)}"
    attributes: Any = [{"Name": "email", "Value": whom["Username"]}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(**whom, MessageAction="SUPPRESS", UserAttributes=attributes)
    try:
        cognito.admin_set_user_password(**whom, Password=password, Permanent=True)
        answer = cognito.admin_initiate_auth(
            UserPoolId=stage.pool,
            ClientId=stage.client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": whom["Username"], "PASSWORD": password},
        )
        yield answer["AuthenticationResult"]["AccessToken"]
    finally:
        with suppress(cognito.exceptions.UserNotFoundException):  # the platform deletes whoever was erased, too
            cognito.admin_delete_user(**whom)


def main(arguments: list[str]) -> int:
    """Try a stage out; return 0 if all holds."""
    import boto3  # noqa: PLC0415 - so that help needs none

    parser = argparse.ArgumentParser(prog="python -m infra.delivery.smoke", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    config = STAGES[parser.parse_args(arguments).stage]
    try:
        cognito = boto3.client("cognito-idp", region_name=config.region)
        for line in try_out(deployed(config), cognito, version()):
            sys.stdout.write(f"ok: {line}\n")
    except (SmokeError, httpx.HTTPError, production_guard.UnsafeSettingsError) as failed:
        sys.stdout.write(f"NOT ok: {failed}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
