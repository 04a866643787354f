"""Writes the pages where they belong, from a database made for it."""

import contextlib
import tempfile
from pathlib import Path

import psycopg

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations import migrations
from progressive_flow.operations.database_setup import cluster
from progressive_flow_local import postgres, preparation
from progressive_flow_local.cli.data_model import catalogue, pages
from progressive_flow_local.cli.data_model.catalogue import Catalogue

REMEDY = "run .venv/bin/progressive-flow database describe"


def folder() -> Path:
    """Return where the pages lie."""
    return paths.root() / "docs" / "data-model"


def made_of_sql() -> Catalogue:
    """Return the catalogue of a database of its own, made of the files in sql/ by a server that is gone afterwards."""
    passwords: dict[str, str] = dict.fromkeys(LOGIN_ROLES, "describe")
    with (
        tempfile.TemporaryDirectory(prefix="progressive-flow-describe-") as place,
        contextlib.closing(postgres.start(Path(place) / "postgres", durable=False, dies_with_parent=True)) as server,
    ):
        cluster.prepare(server.admin_url, preparation.DATABASE, passwords)
        url = preparation.role_urls(server.admin_url, passwords)["migrator"]
        migrations.run(url)
        with psycopg.connect(url) as connection:
            return catalogue.read(connection)


def differences(wanted: dict[str, str], place: Path) -> list[str]:
    """Return which pages in a folder are missing, too many, or not as they should be."""
    found = {file.name: file.read_text() for file in place.glob("*.md")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def write(wanted: dict[str, str], place: Path) -> list[str]:
    """Bring a folder to these pages; return the names of those that changed."""
    changed = differences(wanted, place)
    place.mkdir(exist_ok=True)
    for name in changed:
        if name in wanted:
            (place / name).write_text(wanted[name])
        else:
            (place / name).unlink()
    return changed


def describe(*, check: bool) -> tuple[list[str], list[str]]:
    """Write the pages, or only compare them; return the pages that differed and what in the schema nobody describes."""
    found = made_of_sql()
    wanted = pages.render(found)
    changed = differences(wanted, folder()) if check else write(wanted, folder())
    return changed, pages.untold(found)
