"""The assets that a deploy uploads, each bundled once a synthesis and named by a hash of its content."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from aws_cdk import AssetHashType
from aws_cdk import aws_lambda as lambda_

from infra.delivery import bundle
from infra.paths import ROOT

# The platforms of wheels by the names of Lambda's processors.
PLATFORMS = {"arm64": bundle.PLATFORM, "x86_64": "x86_64-manylinux_2_28"}
CONSOLE = ROOT / "console" / "dist"  # where `make console` builds it
RDS_CERTIFICATES = "rds.pem"  # in the shared layer; a proxy's certificate is signed by a public authority


class Assets:
    """Bundles into `folder`. Tests leave out the third-party wheels, which templates do not depend on.

    `console` is the folder of the built console, which is uploaded as it is.
    """

    def __init__(
        self, folder: Path, *, region: str = "us-east-1", wheels: bool = True, console: Path = CONSOLE
    ) -> None:
        self._folder = folder
        self._console = console
        self._certificates = ROOT / "infra" / "certificates" / f"{region}.pem"
        self._has_wheels = wheels
        self._inspection = bundle.inspection if wheels else _lock_only
        self._digests: dict[str, str] = {}

    def dependencies(self, machine: str = "arm64") -> lambda_.Code:
        """Return the third-party layer for a processor."""
        name = "dependencies" if machine == "arm64" else f"dependencies-{machine}"
        return self._code(name, self._for(bundle.dependencies, machine))

    def judge(self, machine: str) -> lambda_.Code:
        """Return the layer of what runs learners' code, for the processor that its images were built on."""
        return self._code(f"judge-{machine}", self._for(bundle.judge, machine))

    def shared(self) -> lambda_.Code:
        """Return the layer of shared code, the OpenAPI document and the region's RDS certificate bundle."""
        return self._code("shared", self._shared)

    def content(self) -> lambda_.Code:
        """Return the layer of `sql/`: migrations and reference data."""
        return self._code("content", bundle.content)

    def inspection(self) -> lambda_.Code:
        """Return the layer of what opens uploads."""
        return self._code("inspection", self._inspection)

    def function(self, module: str) -> lambda_.Code:
        """Return one function's own file."""
        return self._code(module, lambda target: bundle.function(module, target))

    def console(self) -> Path:
        """Return the folder of the built console. Raises FileNotFoundError where it is not built."""
        if not (self._console / "index.html").is_file():
            raise FileNotFoundError(
                f"The console is not built in {self._console}: run `make console`, which needs npm, or set `console=False` for"
                f" the stage in infra/config.py."
            )
        return self._console

    def _for(self, fill: Callable[..., Path], machine: str) -> Callable[[Path], Path]:
        """Return what fills a folder with wheels for a processor; the lock alone where tests leave them out."""
        return (lambda target: fill(target, platform=PLATFORMS[machine])) if self._has_wheels else _lock_only

    def _shared(self, target: Path) -> Path:
        bundle.shared(target)
        shutil.copyfile(self._certificates, target / RDS_CERTIFICATES)
        return target

    def _code(self, name: str, fill: Callable[[Path], Path]) -> lambda_.Code:
        """Fill a folder once, and return a new `Code` of it, which each stack needs of its own.

        The asset hash is `bundle.digest`, because bytecode may differ between compilers and would redeploy every function.
        """
        target = self._folder / name
        if name not in self._digests:
            self._digests[name] = bundle.digest(fill(target))
        return lambda_.Code.from_asset(
            str(target), asset_hash=self._digests[name], asset_hash_type=AssetHashType.CUSTOM
        )


def fingerprint(folder: Path, *, exclude: str = "/") -> str:
    """Return a hash of a folder's files except bytecode and relative paths that start with `exclude`."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix != ".pyc" and not name.startswith(exclude):
            digest.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _lock_only(target: Path) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    (target / "requirements.txt").write_bytes(bundle.LOCK.read_bytes())
    return target
