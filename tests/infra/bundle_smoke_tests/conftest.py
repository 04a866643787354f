"""Two worlds on the run's own server, and functions bundled for this machine."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from infra.bundle_smoke_tests.environment import runtime
from infra.bundle_smoke_tests.rehearsing import Stage
from infra.bundle_smoke_tests.scene import Server, worlds
from infra.bundle_smoke_tests.unpacking import Deployed, declared, layers_for_host
from infra.delivery import bytecode
from tests.support import cluster

Find = Callable[[str], Deployed]


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module:
    """Collect these tests wherever they are: unlike their neighbours' none of them needs Node."""
    return pytest.Module.from_parent(parent, path=module_path)


@pytest.fixture(scope="session")
def layers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three layers, for what can run here."""
    return layers_for_host(tmp_path_factory.mktemp("layers"))


@pytest.fixture(scope="session")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Deployed]:
    """Every function that `functions/` declares, by module."""
    return {function.module: function for function in declared(tmp_path_factory.mktemp("declared"))}


@pytest.fixture(scope="session")
def runtime_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lambda's Python runtime, apart from everything else."""
    return runtime(tmp_path_factory.mktemp("runtime"))


@pytest.fixture
def stage(database: dict[str, str], admin_url: str, tmp_path: Path, runtime_folder: Path) -> Iterator[Stage]:
    """Where a test rehearses."""
    with worlds(Server(admin_url, cluster.PASSWORDS), cluster.TEMPLATE) as (here, deployed):
        yield Stage(tmp_path / "functions", runtime_folder, here, deployed)


@pytest.fixture
def made_up(tmp_path: Path) -> Callable[[str], Deployed]:
    """Makes a function of a source, without layers."""

    def make(source: str) -> Deployed:
        file = tmp_path / "asset" / "functions" / "triggers" / "made_up.py"
        file.parent.mkdir(parents=True)
        file.write_text(source)
        handler = "functions.triggers.made_up.handler"
        return Deployed("made-up", handler, tmp_path / "asset", (), None, runtime=bytecode.HOST)

    return make
