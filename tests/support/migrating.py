"""Folders of migrations made up by tests, and a question to a database."""

from pathlib import Path

import psycopg

from tests.support.scene import one

FIRST = "create schema shop;\ncreate table shop.items (id int primary key, name text);\n"


def write(root: Path, script: str, text: str) -> None:
    """Write one file."""
    (root / script).parent.mkdir(parents=True, exist_ok=True)
    (root / script).write_text(text)


def count(url: str, query: str = "select count(*) from shop.items") -> object:
    """Ask the database."""
    with psycopg.connect(url) as connection:
        return one(connection, query)
