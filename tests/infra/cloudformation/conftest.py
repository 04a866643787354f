"""The cloud assembly of a stage, which tests deploy into moto."""

import pytest

from tests.infra.cloudformation.deploying import Assembly
from tests.infra.conftest import Synthesized


@pytest.fixture(scope="session")
def assembly(synthesized: Synthesized) -> Assembly:
    """Production, which has every optional stack."""
    return Assembly(synthesized("prod").out)
