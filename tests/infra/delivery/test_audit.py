"""A known vulnerability fails the audit; a database that gives no answer skips it, and says so."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
import yaml

from infra.delivery import audit
from infra.delivery.bundle import LOCK
from infra.paths import ROOT

OSV = {
    "id": "PYSEC-2099-1",
    "summary": "arbitrary code execution",
    "modified": "2099-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "pyyaml", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9"}]}],
            "versions": ["6.0.3"],
        }
    ],
}
ADVISORY = {
    "id": 1,
    "url": "https://example.org/advisory",
    "title": "Path traversal",
    "severity": "high",
    "vulnerable_versions": "<9999",
    "cwe": [],
    "cvss": {"score": 8, "vectorString": None},
}


class Database(BaseHTTPRequestHandler):
    """Both databases: OSV's query of one distribution, and npm's of all packages at once."""

    vulnerable: ClassVar[str] = ""

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length")
        body = self.rfile.read(int(length)) if length else b""
        if self.path == "/v1/query":
            name = json.loads(body)["package"]["name"]
            self._answer({"vulns": [OSV]} if name == self.vulnerable else {})
        else:
            self._answer({self.vulnerable: [ADVISORY]} if self.vulnerable else {})

    def do_GET(self) -> None:
        """Return what npm asks about a vulnerable package: its versions."""
        name = self.path.strip("/")
        versions = {"2.1148.1": {"name": name, "version": "2.1148.1"}}
        self._answer({"name": name, "versions": versions, "dist-tags": {"latest": "2.1148.1"}})

    def _answer(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Print nothing."""


@contextmanager
def database(vulnerable: str = "") -> Iterator[str]:
    handler = type("Handler", (Database,), {"vulnerable": vulnerable})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def python(url: str) -> list[str]:
    return audit.python_vulnerabilities((LOCK,), "--vulnerability-service=osv", f"--osv-url={url}/v1/query")


def node(url: str) -> list[str]:
    return audit.node_vulnerabilities(ROOT, f"--registry={url}", "--fetch-retries=0")


npm = pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
AUDITS = [pytest.param(python, "pyyaml", id="pip-audit"), pytest.param(node, "aws-cdk", id="npm", marks=npm)]
Audit = Callable[[str], list[str]]


@pytest.mark.parametrize(("run", "package"), AUDITS)
def test_a_known_vulnerability_is_reported(run: Audit, package: str) -> None:
    with database(package) as url:
        (line,) = run(url)
    assert line.startswith(f"{package} ")


@pytest.mark.parametrize(("run", "package"), AUDITS)
def test_without_a_known_vulnerability_there_is_no_line(run: Audit, package: str) -> None:
    with database() as url:
        assert run(url) == []


@pytest.mark.parametrize(("run", "package"), AUDITS)
def test_a_database_that_does_not_answer_is_no_verdict(run: Audit, package: str) -> None:
    with pytest.raises(audit.UnavailableError):
        run("http://127.0.0.1:1")


def _unavailable() -> list[str]:
    raise audit.UnavailableError("no route to host")


@pytest.mark.parametrize(
    ("read", "code", "printed"),
    [
        (lambda: ["pyyaml 6.0.3: PYSEC-2099-1"], 1, "1 known vulnerabilities\npyyaml 6.0.3: PYSEC-2099-1\n"),
        (list[str], 0, "Python dependencies: 0 known vulnerabilities\n"),
        (_unavailable, 0, "SKIPPED: the audit of Python dependencies got no answer from the database: no route to"),
    ],
)
def test_only_a_known_vulnerability_fails_the_check(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    read: Callable[[], list[str]],
    code: int,
    printed: str,
) -> None:
    monkeypatch.setattr(audit, "python_vulnerabilities", read)
    monkeypatch.setattr(audit, "node_vulnerabilities", lambda _folder: [])
    assert audit.main() == code
    assert printed in capsys.readouterr().out


def test_a_distribution_that_the_database_does_not_know_skips_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyPI's service reports an unknown distribution as skipped and succeeds, so that a mirror without data looks safe."""
    known = {"name": "a", "version": "1", "vulns": []}
    report = {"dependencies": [known, {"name": "b", "skip_reason": "not found on PyPI: b"}]}
    monkeypatch.setattr(audit, "_run", lambda _command: report)
    with pytest.raises(audit.UnavailableError, match="1 of 2 distributions, first: not found on PyPI: b"):
        audit.python_vulnerabilities()


@pytest.mark.parametrize("lock", [*sorted(ROOT.glob("requirements*.txt")), LOCK], ids=lambda lock: lock.name)
def test_every_locked_distribution_has_hashes_and_no_lock_names_a_host(lock: Path) -> None:
    requirements = re.split(r"\n(?=[\w.-]+==)", lock.read_text())[1:]
    assert len(requirements) > 5
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert "://" not in lock.read_text()


def test_every_locked_folder_is_audited() -> None:
    names = {folder.relative_to(ROOT).as_posix() for folder in audit.locked_folders()}
    assert names == {".", "console", "layers/judge", "sdk/typescript"}


@pytest.mark.parametrize("folder", audit.locked_folders(), ids=lambda folder: folder.name)
def test_every_locked_npm_package_has_a_hash_and_no_host(folder: Path) -> None:
    """npm writes where to pay a package's authors, too: take it out again after `npm install`."""
    text = (folder / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    ours = {
        package["resolved"] for package in packages.values() if package.get("link")
    }  # the client, of this repository
    fetched = {
        name: package for name, package in packages.items() if name and name not in ours and "link" not in package
    }
    assert all("integrity" in package for package in fetched.values())
    assert not any("resolved" in package for package in fetched.values())
    assert "://" not in text


def test_an_update_waits_for_a_week() -> None:
    """Most malicious releases are found and withdrawn within days."""
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text())["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"pip", "npm", "github-actions"}
    assert [update["cooldown"]["default-days"] >= 7 for update in updates] == [True] * len(updates)
