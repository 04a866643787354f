"""The page on licences names every distribution that is deployed."""

import re
from pathlib import Path

import pytest

from progressive_flow.kernel import paths

ROOT = paths.root()
LOCKS = sorted(ROOT.glob("layers/*/requirements.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_every_distribution_of_a_layer_is_named(lock: Path) -> None:
    page = (ROOT / "docs" / "explanation" / "licences.md").read_text()
    distributions = re.findall(r"^([\w-]+)==", lock.read_text(), re.MULTILINE)
    assert distributions
    assert [name for name in distributions if f"`{name}`" not in page] == []
