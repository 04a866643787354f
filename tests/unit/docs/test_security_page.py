"""What docs/explanation/security.md promises is followed by the name of a test, and so is each finding of the two readings."""

import re

import pytest

from progressive_flow.kernel import paths

ROOT = paths.root()
PAGE = (ROOT / "docs" / "explanation" / "security.md").read_text()
READINGS = (ROOT / "docs" / "explanation" / "security-readings.md").read_text()
NAMES = re.compile(r"`(test_\w+)`")
SHORTENED = re.compile(r"`(test_\w+_)…`")  # a name too long for a row of a table
FINDINGS = [*(f"S{n}" for n in range(1, 18)), *(f"L{n}" for n in range(1, 19)), *(f"N{n}" for n in range(1, 23))]
_CONTROLS = PAGE.split("## Threats and controls")[1].split("Not covered:")[0]
THREATS = dict(re.findall(r"^- \*\*(.+?)\*\*(.+?)(?=^- |\Z)", _CONTROLS, re.MULTILINE | re.DOTALL))


def defined() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for file in files for name in re.findall(r"def (test_\w+)\(", file.read_text())}


def test_every_test_that_the_pages_name_exists() -> None:
    assert set(NAMES.findall(PAGE + READINGS)) <= defined()
    for beginning in SHORTENED.findall(READINGS):
        assert [name for name in defined() if name.startswith(beginning)], beginning


@pytest.mark.parametrize("finding", FINDINGS)
def test_each_finding_says_what_closed_it(finding: str) -> None:
    """By a test, by the sentence of a page that admits it, or as open."""
    rows = re.findall(rf"^\| {finding} \|.*", READINGS, re.MULTILINE)
    assert rows
    for row in rows:
        assert NAMES.search(row) or SHORTENED.search(row) or "says so" in row or "**open**" in row or "one's own" in row


def test_all_threats_are_looked_at() -> None:
    assert len(THREATS) == _CONTROLS.count("- **") >= 9


@pytest.mark.parametrize("threat", THREATS)
def test_each_control_is_proved(threat: str) -> None:
    """The sentence that lists the controls names a test at least."""
    controls = re.split(r"Controls?:", THREATS[threat], maxsplit=1)[1].split(". ")[0]
    assert NAMES.search(controls), controls
