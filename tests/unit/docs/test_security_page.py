"""What docs/explanation/security.md promises is followed by the name of a test, and that test exists."""

import re

import pytest

from progressive_flow.kernel import paths

ROOT = paths.root()
PAGE = (ROOT / "docs" / "explanation" / "security.md").read_text()
NAMES = re.compile(r"`(test_\w+)`")
_CONTROLS = PAGE.split("## Threats and controls")[1].split("Not covered:")[0]
THREATS = dict(re.findall(r"^- \*\*(.+?)\*\*(.+?)(?=^- |\Z)", _CONTROLS, re.MULTILINE | re.DOTALL))


def test_every_test_that_the_page_names_exists() -> None:
    defined = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)\(", file.read_text())
    }
    assert set(NAMES.findall(PAGE)) <= defined


def test_all_threats_are_looked_at() -> None:
    assert len(THREATS) == _CONTROLS.count("- **") >= 9


@pytest.mark.parametrize("threat", THREATS)
def test_each_control_is_proved(threat: str) -> None:
    """The sentence that lists the controls names a test at least."""
    controls = re.split(r"Controls?:", THREATS[threat], maxsplit=1)[1].split(". ")[0]
    assert NAMES.search(controls), controls
