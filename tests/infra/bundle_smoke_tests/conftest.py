"""Two backends on the test run's server, and functions bundled for this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.delivery import bytecode
from tests.infra.bundle_smoke_tests.backends import Backend, Server, backends
from tests.infra.bundle_smoke_tests.deployed import DeployedFunction, declared, layers_for_host
from tests.infra.bundle_smoke_tests.environment import runtime
from tests.infra.bundle_smoke_tests.runner import Harness
from tests.support import cluster

Find = Callable[[str], DeployedFunction]


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module:
    """Collect these tests without Node, which none of them needs."""
    return pytest.Module.from_parent(parent, path=module_path)


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The four layers, bundled for this machine."""
    return layers_for_host(tmp_path_factory.mktemp("layers"))


@pytest.fixture(scope="session")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, DeployedFunction]:
    """Every function that `functions/` declares, by module."""
    return {function.module: function for function in declared(tmp_path_factory.mktemp("declared"))}


@pytest.fixture(scope="session")
def runtime_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with only Lambda's Python runtime client."""
    return runtime(tmp_path_factory.mktemp("runtime"))


@pytest.fixture(scope="module")
def two_backends(database: dict[str, str], admin_url: str) -> Iterator[tuple[Backend, Backend]]:
    """The backend of functions in this process and that of deployed ones: whatever one does, the other does too."""
    with backends(Server(admin_url, cluster.PASSWORDS), cluster.TEMPLATE) as both:
        yield both


@pytest.fixture
def harness(two_backends: tuple[Backend, Backend], tmp_path: Path, runtime_folder: Path) -> Harness:
    """Runs functions with the two backends."""
    return Harness(tmp_path / "functions", runtime_folder, *two_backends)


@pytest.fixture
def made_up(tmp_path: Path) -> Callable[[str], DeployedFunction]:
    """Return a function of a source, without layers."""

    def make(source: str) -> DeployedFunction:
        file = tmp_path / "asset" / "functions" / "triggers" / "made_up.py"
        file.parent.mkdir(parents=True)
        file.write_text(source)
        handler = "functions.triggers.made_up.handler"
        return DeployedFunction("made-up", handler, tmp_path / "asset", (), None, runtime=bytecode.HOST)

    return make
