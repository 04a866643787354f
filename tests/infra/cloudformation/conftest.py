"""A stage as it is synthesized, to be deployed into moto."""

import pytest

from tests.infra.cloudformation.deploying import Assembly
from tests.infra.conftest import Synthesized


@pytest.fixture(scope="session")
def assembly(synthesized: Synthesized) -> Assembly:
    """Production: it has the most of everything."""
    return Assembly(synthesized("prod").out)
