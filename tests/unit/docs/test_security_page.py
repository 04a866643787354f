"""What docs/explanation/security.md promises is followed by the name of a test, and that test exists."""

import re

from progressive_flow.kernel import paths

ROOT = paths.root()
PAGE = (ROOT / "docs" / "explanation" / "security.md").read_text()


def test_every_test_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    defined = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", file.read_text())
    }
    assert len(named) >= 10
    assert named <= defined
