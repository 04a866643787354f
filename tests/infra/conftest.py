"""Each stage is synthesized once a run."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.infra.templates import Templates

Synthesized = Callable[[str], "Templates"]


class WithoutNode(pytest.Module):
    """A module that cannot even be imported, since importing the CDK starts Node."""

    def collect(self) -> Iterable[pytest.Item]:
        pytest.skip("Node is not installed, and the CDK needs it")


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Skip, and say so, where nothing can be synthesized."""
    return None if shutil.which("node") else WithoutNode.from_parent(parent, path=module_path)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cdk")


@pytest.fixture(scope="session")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Synthesized:
    """Return a stage's templates, checked by cdk-nag: synthesized by whichever process of the run comes first."""
    from tests.infra.templates import Templates, synthesize  # noqa: PLC0415 - see WithoutNode

    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "synthesized"

    def once(stage: str) -> Templates:
        here = shared / stage
        here.mkdir(parents=True, exist_ok=True)
        done = here / "done"
        with (here / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                done.write_text(str(synthesize(stage, here, checked=True).out))
        return Templates(stage, Path(done.read_text()))

    return cache(once)


@pytest.fixture
def prod(synthesized: Synthesized) -> "Templates":
    return synthesized("prod")
