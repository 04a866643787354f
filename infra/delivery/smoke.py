"""`python -m infra.delivery.smoke --stage dev`: the smoke test of a deployed stage.

It opens the console where there is one, creates an account as an administrator, reads and submits an attempt as that learner,
repeats the submission with the same idempotency key, checks that XP was awarded once, and erases the learner. It prints the
first failed step and exits with 1, and the workflow rolls the release back.
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
from progressive_flow.kernel.declarations import console

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

CHALLENGE = "static-website"  # unlocked for a new learner
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
    """A step failed; the message says which expectation."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A deployed stage: its URL, the user pool and its client, the URL of its signing keys; whether it is guarded, and whether
    it serves the console.
    """

    url: str
    pool: str
    client: str
    keys: str
    guarded: bool
    console: bool = False


def deployed(config: Config) -> Stage:
    """Read a stage's outputs; the public URL is CloudFront's, if the stage has it."""
    import boto3  # noqa: PLC0415 - help and usage errors need no AWS client

    formation = boto3.client("cloudformation", region_name=config.region)
    outputs: dict[str, str] = {}
    for name in ("api", "identity", *(["edge"] if config.edge else [])):
        (stack,) = formation.describe_stacks(StackName=f"{SERVICE}-{config.stage}-{name}")["Stacks"]
        outputs |= {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    pool = outputs["UserPoolId"]
    keys = f"https://cognito-idp.{config.region}.amazonaws.com/{pool}/.well-known/jwks.json"
    url = outputs.get("PublicUrl") or outputs["Url"]
    guarded = config.stage in production_guard.GUARDED
    return Stage(url, pool, outputs["ClientId"], keys, guarded, console=config.serves_console)


def run(stage: Stage, cognito: CognitoIdentityProviderClient, version: str | None = None) -> list[str]:
    """Run the steps; return a line for each that passed, or raise `SmokeError` at the first that failed."""
    passed: list[str] = []
    with httpx.Client(base_url=stage.url, timeout=30, trust_env=False) as api:
        _check_keys(stage, passed)
        _check_health(api, version, passed)
        if stage.console:
            _check_console(api, stage, passed)
        with _learner(stage, cognito) as token:
            api.headers["authorization"] = f"Bearer {token}"
            _submit_twice(api, passed)
            _erase(api, passed)
    return passed


def _check_keys(stage: Stage, passed: list[str]) -> None:
    """Check that tokens are not signed by the published key of the local platform."""
    keys = httpx.get(stage.keys, timeout=10, trust_env=False).raise_for_status().json()["keys"]
    if stage.guarded:
        production_guard.check_keys(keys)
    passed.append(f"{len(keys)} keys sign tokens")


def _check_health(api: httpx.Client, version: str | None, passed: list[str]) -> None:
    health = _request(api, "GET", "/v1/health", 200)
    if version and health["version"] != version:
        raise SmokeError(f"version {health['version']} answers, not {version}")
    _request(api, "GET", "/v1/me", 401)
    _request(api, "GET", "/v1/openapi.json", 200)  # CloudFront caches this path, so it takes another behavior
    passed.append(
        f"version {health['version']} answers, on schema {health['schema_version']}, and rejects requests without a token"
    )


def _check_console(api: httpx.Client, stage: Stage, passed: list[str]) -> None:
    """Check that pages are served under their policy, and that they sign in at this stage's user pool."""
    for path in ("/", "/a/page"):
        page = _send(api, "GET", path, 200)
        if "script-src 'self'" not in page.headers.get("content-security-policy", ""):
            raise SmokeError(f"GET {path} has no policy for its scripts")
    authority = _request(api, "GET", console.SETTINGS, 200)["authority"]
    if authority.rpartition("/")[2] != stage.pool:
        raise SmokeError(f"the console signs in at {authority}, and the stage's pool is {stage.pool}")
    _request(api, "GET", "/no-such-file.js", 404)
    passed.append("the console is served, with the settings of this stage")


def _submit_twice(api: httpx.Client, passed: list[str]) -> None:
    """Submit an attempt twice with one idempotency key: the response is the same, and XP is awarded once."""
    challenges = _request(api, "GET", "/v1/challenges?limit=100", 200)["items"]
    unlocked = [challenge["slug"] for challenge in challenges if challenge["unlocked"]]
    if CHALLENGE not in unlocked:
        raise SmokeError(f"{CHALLENGE} is locked for a new learner; unlocked: {', '.join(unlocked) or 'none'}")
    key = {"idempotency-key": str(uuid.uuid4())}
    (first, xp), (second, xp_after_repeat) = (_submit(api, key) for _ in range(2))
    if first != second or not first["passed"]:
        raise SmokeError(f"the same attempt was answered {first} and {second}")
    if xp != xp_after_repeat or xp < first["xp_earned"]:
        raise SmokeError(
            f"{first['xp_earned']} XP were earned; the total is {xp}, and {xp_after_repeat} after the repetition"
        )
    passed.append(f"an attempt scored {first['score']} and was awarded once; the total with achievements is {xp} XP")


def _submit(api: httpx.Client, key: dict[str, str]) -> tuple[Any, int]:
    """Submit the attempt; return the response and the learner's XP after it."""
    response = _request(api, "POST", ATTEMPTS, 201, json={"kind": "system_design", "design": DESIGN}, headers=key)
    return response, int(_request(api, "GET", "/v1/me", 200)["total_xp"])


def _erase(api: httpx.Client, passed: list[str]) -> None:
    name = _request(api, "GET", "/v1/me", 200)["username"]
    _request(api, "DELETE", f"/v1/me?confirm={name}", 204)
    _request(api, "GET", "/v1/me", 403)
    passed.append("the learner is erased, and their token is rejected")


def _request(api: httpx.Client, method: str, path: str, status: int, **options: Any) -> Any:
    """Return the document of a response."""
    response = _send(api, method, path, status, **options)
    return response.json() if response.content else None


def _send(api: httpx.Client, method: str, path: str, status: int, **options: Any) -> httpx.Response:
    response = api.request(method, path, **options)
    if response.status_code != status:
        raise SmokeError(f"{method} {path} answered {response.status_code}, not {status}: {response.text[:300]}")
    return response


@contextmanager
def _learner(stage: Stage, cognito: CognitoIdentityProviderClient) -> Iterator[str]:
    """Yield the access token of a temporary account."""
    user: Any = {"UserPoolId": stage.pool, "Username": f"smoke-{secrets.token_hex(6)}@example.com"}
    password = f"Aa1{secrets.token_urlsafe(24)}"
    attributes: Any = [{"Name": "email", "Value": user["Username"]}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(**user, MessageAction="SUPPRESS", UserAttributes=attributes)
    try:
        cognito.admin_set_user_password(**user, Password=password, Permanent=True)
        session = cognito.admin_initiate_auth(
            UserPoolId=stage.pool,
            ClientId=stage.client,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": user["Username"], "PASSWORD": password},
        )
        yield session["AuthenticationResult"]["AccessToken"]
    finally:
        with suppress(cognito.exceptions.UserNotFoundException):  # the erasure deletes the account too
            cognito.admin_delete_user(**user)


def main(arguments: list[str]) -> int:
    """Run the smoke test on a stage; return 0 if every step passed."""
    import boto3  # noqa: PLC0415 - help and usage errors need no AWS client

    parser = argparse.ArgumentParser(prog="python -m infra.delivery.smoke", description=__doc__)
    parser.add_argument("--stage", required=True, choices=STAGES)
    config = STAGES[parser.parse_args(arguments).stage]
    try:
        cognito = boto3.client("cognito-idp", region_name=config.region)
        for line in run(deployed(config), cognito, version()):
            sys.stdout.write(f"ok: {line}\n")
    except (SmokeError, httpx.HTTPError, production_guard.UnsafeSettingsError) as error:
        sys.stdout.write(f"NOT ok: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
