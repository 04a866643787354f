"""Content files are YAML 1.2: what looks like a word, a time or a date is a text."""

from typing import Any

import pytest
import yaml

from progressive_flow.curriculum.authoring.yaml_files import Loader


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
    found = yaml.load(f"value: {written}", Loader=Loader)["value"]  # noqa: S506 - a safe loader
    assert (found, type(found)) == (read, type(read))
