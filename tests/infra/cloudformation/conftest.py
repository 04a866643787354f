"""A stage as it is synthesized, to be deployed into moto."""

import pytest

from tests.infra.cloudformation.deploying import Assembly


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """Production: it has the most of everything."""
    from tests.infra.templates import synthesize  # noqa: PLC0415 - needs Node

    return Assembly(synthesize("prod", tmp_path_factory.mktemp("cloudformation"))[1])
