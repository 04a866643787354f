"""The catalogue that content files become, and files to change."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from progressive_flow.operations.reference_data.service import content_root


@pytest.fixture
def catalogue(fresh_database: dict[str, str]) -> Iterator[psycopg.Connection]:
    """The catalogue, to look at and to leave as it is."""
    with psycopg.connect(fresh_database["migrator"], autocommit=True) as connection:
        yield connection


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the content files."""
    return Path(shutil.copytree(content_root(), tmp_path / "content"))
