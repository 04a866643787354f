"""`python -m infra.delivery.release remember|restore|tidy FILE`: what is live, taken back or tidied up.

A deploy publishes a version of each function that changed, and moves the function's alias `live` to it. `remember` writes
down where `live` is before; `restore` moves it back there, within seconds and without CloudFormation; `tidy`, once a release
has proved itself, deletes all versions but the live one and the one remembered. The next deploy moves `live` on as always.
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

Releases = dict[str, str]  # from function to version


def live(client: LambdaClient) -> Releases:
    """Return which version of each function is live; one that has no such alias yet is left out."""
    return {name: version for name in _functions(client) if (version := _live_version(client, name))}


def restore(client: LambdaClient, before: Releases) -> Releases:
    """Move `live` back to where it was, and return what moved. A function that was not there before is called by nobody then."""
    moved = {name: was for name, was in before.items() if _live_version(client, name) not in {None, was}}
    for name, version in moved.items():
        client.update_alias(FunctionName=name, Name=LIVE, FunctionVersion=version)
    return moved


def tidy(client: LambdaClient, before: Releases) -> int:
    """Delete versions that are neither live nor remembered; return how many."""
    now, deleted = live(client), 0
    for name in now:
        for version in _versions(client, name):
            if version not in {now[name], before.get(name)}:
                client.delete_function(FunctionName=name, Qualifier=version)
                deleted += 1
    return deleted


def _functions(client: LambdaClient) -> Iterator[str]:
    for page in client.get_paginator("list_functions").paginate():
        yield from (found["FunctionName"] for found in page["Functions"] if found["FunctionName"].startswith(SERVICE))


def _versions(client: LambdaClient, name: str) -> list[str]:
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name)
    return [found["Version"] for page in pages for found in page["Versions"] if found["Version"] != "$LATEST"]


def _live_version(client: LambdaClient, name: str) -> str | None:
    try:
        return client.get_alias(FunctionName=name, Name=LIVE)["FunctionVersion"]
    except client.exceptions.ResourceNotFoundException:
        return None


def main(arguments: list[str]) -> int:
    """Run one of the three; return 0, or 2 for arguments that are none."""
    match arguments:
        case ["remember", file]:
            found = live(_client())
            Path(file).write_text(json.dumps(found, indent=1, sort_keys=True))
            _tell(f"{len(found)} functions are live; written to {file}.")
        case ["restore", file]:
            moved = restore(_client(), json.loads(Path(file).read_text()))
            _tell(f"{len(moved)} functions moved back: {', '.join(moved) or 'none had changed'}.")
        case ["tidy", file]:
            _tell(f"{tidy(_client(), json.loads(Path(file).read_text()))} old versions deleted.")
        case _:
            _tell("Say what to do: remember|restore|tidy FILE")
            return 2
    return 0


def _client() -> LambdaClient:
    import boto3  # noqa: PLC0415 - so that help needs none
    from botocore.config import Config  # noqa: PLC0415

    patient: Any = Config(
        retries={"mode": "adaptive", "total_max_attempts": 10}
    )  # a hundred calls, throttled as they come
    return boto3.client("lambda", config=patient)


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
