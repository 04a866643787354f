"""Each stage is synthesized once a session, in this process."""

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
def synthesized(folder: Path) -> Synthesized:
    """Return a stage's templates."""
    from tests.infra.templates import synthesize  # noqa: PLC0415 - see WithoutNode

    return cache(lambda stage: synthesize(stage, folder)[0])


@pytest.fixture
def prod(synthesized: Synthesized) -> "Templates":
    return synthesized("prod")
