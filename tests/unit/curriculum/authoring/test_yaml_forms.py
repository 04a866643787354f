"""Content files are YAML 1.2: what looks like a word, a time or a date is a text."""

import re
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.kernel import paths


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("true", True),
        ("False", False),
        ("12:30", "12:30"),
        ("2024-01-31", "2024-01-31"),
        ("010", "010"),
        ("9_000", 9000),
        ("-3", -3),
        ("0x1F", 31),
        ("-1.5", -1.5),
        (".5", 0.5),
        ("2.5e3", 2500.0),
        ("~", None),
        ("null", None),
    ],
)
def test_a_plain_scalar_is_what_the_core_schema_says(written: str, read: Any) -> None:
    found = parsed(f"value: {written}")["value"]
    assert (found, type(found)) == (read, type(read))


def test_all_content_is_read_in_one_way() -> None:
    files = [file for folder in ("layers", "functions") for file in (paths.root() / folder).rglob("*.py")]
    loading = re.compile(r"yaml\.(safe_load|load|full_load)(_all)?\(")
    found = {file.name for file in files if "node_modules" not in file.parts and loading.search(file.read_text())}
    assert found == {"yaml_files.py"}
