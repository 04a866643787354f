"""One provider for a worker's tests: each test has accounts of its own."""

from collections.abc import Iterator

import pytest

from tests.support import sign_in
from tests.support.sign_in import Browser, Provider


@pytest.fixture(scope="session")
def provider(database: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """The provider as it is served, on this worker's database."""
    with sign_in.serve(database, tmp_path_factory.mktemp("sign-in")) as served:
        yield served


@pytest.fixture
def browser(provider: Provider) -> Browser:
    """A browser that was never here before."""
    return Browser(provider)


@pytest.fixture
def email(provider: Provider) -> str:
    """The address of a confirmed account."""
    return provider.account()
