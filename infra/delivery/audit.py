"""`python -m infra.delivery.audit`: fail for a dependency with a known vulnerability.

pip-audit asks PyPI about the locked Python distributions, and `npm audit` asks npm's registry about the locked packages. A
database that does not answer is no verdict: the audit prints that it was skipped and succeeds, as on a machine without
internet.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.delivery.bundle import LOCK
from infra.paths import ROOT

LOCKS = (LOCK, ROOT / "requirements-dev.txt")  # the latter holds what the platform on one machine needs, too
_TIMEOUT = 300
NPM_LOCKS = ("console/package-lock.json", "layers/*/package-lock.json", "sdk/*/package-lock.json")


class UnavailableError(Exception):
    """The database of vulnerabilities gave no answer."""


def python_vulnerabilities(locks: tuple[Path, ...] = LOCKS, *options: str) -> list[str]:
    """Return a line for each known vulnerability of the locked Python distributions; `options` are pip-audit's."""
    program = str(Path(sys.executable).with_name("pip-audit"))
    files = [argument for lock in locks for argument in ("--requirement", str(lock))]
    command = [program, "--disable-pip", "--progress-spinner=off", "--format=json", "--timeout=10"]
    report = _run([*command, *files, *options])
    dependencies = report["dependencies"]
    lines = [
        f"{dependency['name']} {dependency['version']}: {vulnerability['id']},"
        f" fixed in {', '.join(vulnerability['fix_versions']) or 'no version'}"
        for dependency in dependencies
        for vulnerability in dependency.get("vulns", ())
    ]
    unknown = [dependency["skip_reason"] for dependency in dependencies if "skip_reason" in dependency]
    if unknown and not lines:
        raise UnavailableError(f"{len(unknown)} of {len(dependencies)} distributions, first: {unknown[0]}")
    return lines


def node_vulnerabilities(folder: Path = ROOT, *options: str) -> list[str]:
    """Return a line for each known vulnerability of the locked npm packages; `options` are npm's."""
    report = _run(["npm", "audit", "--json", "--fetch-retries=1", "--prefix", str(folder), *options])
    if "vulnerabilities" not in report:
        raise UnavailableError(report.get("message", "npm audit returned no report"))
    return [
        f"{name} {vulnerability['range']}: {advisory['title']} ({advisory['url']})"
        for name, vulnerability in report["vulnerabilities"].items()
        for advisory in vulnerability["via"]
        if isinstance(advisory, dict)  # a name stands for the vulnerable package that this one needs
    ]


def _run(command: list[str]) -> dict[str, Any]:
    """Return the JSON that a command prints. Its exit code is the same for a vulnerability and for no connection."""
    finished = subprocess.run(  # noqa: S603 - the pinned tools of this environment
        command, check=False, capture_output=True, text=True, timeout=_TIMEOUT, cwd=ROOT
    )
    try:
        return dict(json.loads(finished.stdout))
    except ValueError:
        lines = finished.stderr.strip().splitlines() or ["no output"]
        raise UnavailableError(lines[-1]) from None


def locked_folders() -> list[Path]:
    """Return the folders whose npm packages are locked: the build's tools, the judge, the console, the client."""
    return [ROOT, *sorted(file.parent for pattern in NPM_LOCKS for file in ROOT.glob(pattern))]


def _all_node_vulnerabilities() -> list[str]:
    return [line for folder in locked_folders() for line in node_vulnerabilities(folder)]


def main() -> int:
    """Print each audit's result; return 1 for a known vulnerability."""
    vulnerable = 0
    for name, read in (("Python", python_vulnerabilities), ("npm", _all_node_vulnerabilities)):
        try:
            lines = read()
        except UnavailableError as error:
            sys.stdout.write(f"SKIPPED: the audit of {name} dependencies got no answer from the database: {error}\n")
            continue
        vulnerable += len(lines)
        sys.stdout.write("\n".join([f"{name} dependencies: {len(lines)} known vulnerabilities", *lines, ""]))
    return int(vulnerable > 0)


if __name__ == "__main__":
    raise SystemExit(main())
