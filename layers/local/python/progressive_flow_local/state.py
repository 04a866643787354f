"""The folder in which the local platform keeps everything: `.local/`, or `PROGRESSIVE_FLOW_STATE`."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow_local.aws import stores
from progressive_flow_local.commands import command
from progressive_flow_local.errors import LocalError
from progressive_flow_local.people import PEOPLE
from progressive_flow_local.processes import locked, read_json, write_privately

DESCRIPTION = "platform.json"
SECRETS = "secrets.json"


def folder() -> Path:
    """Return the state folder, made if need be."""
    path = Path(os.environ.get("PROGRESSIVE_FLOW_STATE") or paths.root() / ".local").absolute()
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def describe(state: Path, description: dict[str, Any]) -> None:
    """Write down where the running platform is, for programs; whole or not at all."""
    write_privately(state / DESCRIPTION, json.dumps(description, indent=2) + "\n")


def description(state: Path) -> dict[str, Any]:
    """Return where the platform is; say so if none has been started."""
    if not (held := read_json(state / DESCRIPTION)):
        raise LocalError(f"No platform has been started in {state}: run `{command('serve')}` first.")
    return held


def passwords(state: Path) -> dict[str, str]:
    """Return the passwords of database roles and first accounts, made up once."""
    held: dict[str, str] = read_json(state / SECRETS)
    missing = [name for name in (*LOGIN_ROLES, "demo", "administrator", *PEOPLE) if name not in held]
    if missing:
        # Cognito wants capitals, small letters and digits in its passwords.
        held |= {name: f"Aa1{secrets.token_urlsafe(18)}" for name in missing}
        write_privately(state / SECRETS, json.dumps(held, indent=2) + "\n")
    return held


def proof_key(state: Path) -> str:
    """Return the key that proves who makes a request, as `kid.hex`, made up once, with a kid of its own for each folder."""
    held: dict[str, str] = read_json(state / SECRETS)
    if "proof_key" not in held:
        held["proof_key"] = f"local-{secrets.token_hex(4)}.{secrets.token_hex(32)}"
        write_privately(state / SECRETS, json.dumps(held, indent=2) + "\n")
    return held["proof_key"]


def use_databases(state: Path) -> None:
    """Let this process work on the running platform's database, unless the environment names another."""
    if os.environ.get("DATABASE_URL") or os.environ.get("POSTGRES_HOST"):
        return
    held = description(state)
    os.environ["DATABASE_URL"] = held["application_database_url"]
    os.environ["MIGRATOR_DATABASE_URL"] = held["database_url"]
    for role in set(LOGIN_ROLES) - {"migrator"}:
        os.environ[f"{role.upper()}_DATABASE_URL"] = held[f"{role}_database_url"]


def use_platform(state: Path) -> None:
    """Let this process work as the running platform's functions do: on its database and its AWS."""
    use_databases(state)
    held = read_json(state / DESCRIPTION)
    if os.environ.get("AWS_ENDPOINT_URL") or "aws_endpoint_url" not in held:
        return
    known = {
        "AWS_ENDPOINT_URL": held["aws_endpoint_url"],
        "AWS_REGION": held["region"],
        "AWS_DEFAULT_REGION": held["region"],
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "USER_POOL_ID": held["user_pool_id"],
    }
    os.environ.update(known | {name: held[name.lower()] for name in stores.environment()})


def urls_by_key(urls: Mapping[str, str]) -> dict[str, str]:
    """Return the description's members about the database."""
    named = {f"{role}_database_url": url for role, url in urls.items() if role != "migrator"}
    return {"database_url": urls["migrator"], **named}


@contextmanager
def exclusively(state: Path) -> Iterator[None]:
    """Hold the folder for one platform; say where the other one is if there is one."""
    with locked(state / "serve.lock", wait=False) as ours:
        if not ours:
            held = read_json(state / DESCRIPTION)
            where = (
                held.get("api_url") or held.get("aws_endpoint_url") or held.get("database_url", "").rpartition("@")[2]
            )
            raise LocalError(
                f"A platform already runs on {state}, at {where or 'an address that it has not written yet'}."
            )
        (state / DESCRIPTION).unlink(missing_ok=True)
        try:
            yield
        finally:
            (state / DESCRIPTION).unlink(missing_ok=True)
