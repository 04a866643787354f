"""What a deploy uploads, each bundled once a synthesis and named by its content."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

from aws_cdk import AssetHashType
from aws_cdk import aws_lambda as lambda_

from infra.delivery import bundle
from infra.paths import ROOT

AUTHORITY = "rds.pem"  # in the shared layer: whose certificates an instance has; a proxy's are everybody's kind


class Assets:
    """Bundles into `folder`. Tests leave the third-party wheels out, which no template looks into."""

    def __init__(self, folder: Path, *, region: str = "us-east-1", wheels: bool = True) -> None:
        self._folder = folder
        self._authority = ROOT / "infra" / "certificates" / f"{region}.pem"
        self._wheels = bundle.dependencies if wheels else _stand_in
        self._digests: dict[str, str] = {}

    def dependencies(self) -> lambda_.Code:
        """Return the third-party layer."""
        return self._code("dependencies", self._wheels)

    def shared(self) -> lambda_.Code:
        """Return the layer of shared code, the OpenAPI document and the region's RDS authority included."""
        return self._code("shared", self._shared)

    def content(self) -> lambda_.Code:
        """Return the layer of `sql/`: migrations and reference data."""
        return self._code("content", bundle.content)

    def function(self, module: str) -> lambda_.Code:
        """Return one function's own file."""
        return self._code(module, lambda target: bundle.function(module, target))

    def _shared(self, target: Path) -> Path:
        bundle.shared(target)
        shutil.copyfile(self._authority, target / AUTHORITY)
        return target

    def _code(self, name: str, fill: Callable[[Path], Path]) -> lambda_.Code:
        """Fill a folder once; a stack wants a `Code` of its own of it.

        It is named by `bundle.digest`: bytecode may differ from compiler to compiler, and would redeploy for nothing.
        """
        target = self._folder / name
        if name not in self._digests:
            self._digests[name] = bundle.digest(fill(target))
        return lambda_.Code.from_asset(
            str(target), asset_hash=self._digests[name], asset_hash_type=AssetHashType.CUSTOM
        )


def fingerprint(folder: Path, *, leave_out: str = "/") -> str:
    """Return a hash of a folder's files, but for bytecode and what lies at a relative path that starts with `leave_out`."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix != ".pyc" and not name.startswith(leave_out):
            found.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return found.hexdigest()


def _stand_in(target: Path) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    (target / "requirements.txt").write_bytes(bundle.LOCK.read_bytes())
    return target
