"""Each stage, and each variant that a test requests, is synthesized once a run."""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.infra import variants

if TYPE_CHECKING:
    from tests.infra.templates import Templates


class Synthesized(Protocol):
    """Return a stage's templates, with `changes` to its configuration; unchanged stages are always `checked` by cdk-nag."""

    def __call__(self, stage: str, *, checked: bool = False, **changes: Any) -> "Templates": ...


class WithoutNode(pytest.Module):
    """A module that cannot be imported without Node, which importing the CDK starts."""

    def collect(self) -> Iterable[pytest.Item]:
        pytest.skip("Node is not installed, and the CDK needs it")


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip visibly without Node."""
    return None if shutil.which("node") else WithoutNode.from_parent(parent, path=module_path)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cdk")


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Synthesize a variant in the first process that requests it; other processes wait for the result."""
    from tests.infra.templates import Templates, synthesize  # noqa: PLC0415 - see WithoutNode

    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "synthesized"

    @cache
    def once(stage: str, *, checked: bool = False, **changes: Any) -> Templates:
        wanted = repr((stage, checked, sorted(changes.items())))
        here = shared / hashlib.sha256(wanted.encode()).hexdigest()[:16]
        here.mkdir(parents=True, exist_ok=True)
        done = here / "done"
        with (here / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                done.write_text(str(synthesize(stage, here, checked=checked or not changes, **changes).out))
        return Templates(stage, Path(done.read_text()))

    return once


@pytest.fixture
def prod(synthesized: Synthesized) -> "Templates":
    return synthesized("prod")


@pytest.fixture
def later(synthesized: Synthesized) -> "Templates":
    """Production after typical changes of its configuration."""
    return synthesized("prod", **variants.LATER)


@pytest.fixture
def optional(synthesized: Synthesized) -> "Templates":
    """Development with every option other than it has it; cdk-nag checks it, too."""
    return synthesized("dev", checked=True, **variants.OPTIONS)


@pytest.fixture
def aurora(synthesized: Synthesized) -> "Templates":
    """Production on Aurora."""
    return synthesized("prod", engine="aurora-postgresql")
