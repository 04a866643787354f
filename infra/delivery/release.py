"""`python -m infra.delivery.release remember|restore|tidy FILE`: record, roll back or clean up the live versions.

A deploy publishes a version of each function that changed, and moves the function's alias `live` to it. `remember` records
the versions before the deploy; `restore` moves the aliases back within seconds, without CloudFormation; `tidy` deletes all
versions except the live and the recorded ones, after the release has passed its smoke test. The next deploy moves the
aliases forward again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.names import LIVE, SERVICE

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

Versions = dict[str, str]  # from function to version


def live(client: LambdaClient) -> Versions:
    """Return the live version of each function; functions without the alias are left out."""
    return {name: version for name in _functions(client) if (version := _live_version(client, name))}


def restore(client: LambdaClient, recorded: Versions) -> Versions:
    """Move the aliases back to the recorded versions; return those that moved. New functions have no callers then."""
    moved = {name: version for name, version in recorded.items() if _live_version(client, name) not in {None, version}}
    for name, version in moved.items():
        client.update_alias(FunctionName=name, Name=LIVE, FunctionVersion=version)
    return moved


def tidy(client: LambdaClient, recorded: Versions) -> int:
    """Delete versions that are neither live nor recorded; return how many."""
    current, deleted = live(client), 0
    for name in current:
        for version in _versions(client, name):
            if version not in {current[name], recorded.get(name)}:
                client.delete_function(FunctionName=name, Qualifier=version)
                deleted += 1
    return deleted


def _functions(client: LambdaClient) -> Iterator[str]:
    for page in client.get_paginator("list_functions").paginate():
        names = (function["FunctionName"] for function in page["Functions"])
        yield from (name for name in names if name.startswith(SERVICE))


def _versions(client: LambdaClient, name: str) -> list[str]:
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
    versions = (version["Version"] for page in pages for version in page["Versions"])
    return [version for version in versions if version != "$LATEST"]


def _live_version(client: LambdaClient, name: str) -> str | None:
    try:
        return client.get_alias(FunctionName=name, Name=LIVE)["FunctionVersion"]
    except client.exceptions.ResourceNotFoundException:
        return None


def main(arguments: list[str]) -> int:
    """Run a command; return 0, or 2 for invalid arguments."""
    match arguments:
        case ["remember", file]:
            versions = live(_client())
            Path(file).write_text(json.dumps(versions, indent=1, sort_keys=True))
            _print(f"{len(versions)} functions are live; written to {file}.")
        case ["restore", file]:
            moved = restore(_client(), json.loads(Path(file).read_text()))
            _print(f"{len(moved)} functions moved back: {', '.join(moved) or 'none had changed'}.")
        case ["tidy", file]:
            _print(f"{tidy(_client(), json.loads(Path(file).read_text()))} old versions deleted.")
        case _:
            _print("Usage: python -m infra.delivery.release remember|restore|tidy FILE")
            return 2
    return 0


def _client() -> LambdaClient:
    import boto3  # noqa: PLC0415 - usage errors need no AWS client
    from botocore.config import Config  # noqa: PLC0415

    # A hundred functions mean hundreds of calls, which Lambda throttles.
    adaptive: Any = Config(retries={"mode": "adaptive", "total_max_attempts": 10})
    return boto3.client("lambda", config=adaptive)


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
