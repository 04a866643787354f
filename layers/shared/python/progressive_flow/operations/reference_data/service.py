"""Loads the content files into the catalogue: idempotent, in one transaction, a new version only where content changed."""

from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from progressive_flow.curriculum.authoring import service as authoring
from progressive_flow.curriculum.authoring.files import Content
from progressive_flow.curriculum.authoring.files.reading import read_content
from progressive_flow.curriculum.versions import service as versions
from progressive_flow.curriculum.versions.changes import Changes, compare
from progressive_flow.kernel import paths
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.bulk_write import PUBLIC
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.jobs.reconciliation import follow_publication
from progressive_flow.operations.reference_data.definitions import load_references
from progressive_flow.operations.reference_data.file_models import References
from progressive_flow.operations.reference_data.files import read_references


def content_root() -> Path:
    """Return the folder of the content files."""
    return paths.root() / "sql" / "seeds" / "content"


def check_files(root: Path | None = None) -> tuple[Content, References]:
    """Read and check all files; raise ContentError with everything that is wrong with them."""
    root = root or content_root()
    content = read_content(root)
    return content, read_references(root, content)


def load_reference_data(root: Path | None = None) -> dict[str, Any]:
    """Read, check and load the content files as the migrator; return how many rows of each kind changed."""
    return apply(root).rows


def apply(root: Path | None = None) -> Changes:
    """Do the same; return also what changes for each challenge."""
    content, references = check_files(root)
    with transactions.begin(role="migrator") as db:
        return _load_all(db, content, references)


def plan(root: Path | None = None) -> Changes:
    """Load everything, return what changed, and roll it back."""
    content, references = check_files(root)
    changes = Changes({}, [])
    with suppress(_DryRunRollbackError), transactions.begin(role="migrator") as db:
        changes = _load_all(db, content, references)
        raise _DryRunRollbackError
    return changes


class _DryRunRollbackError(Exception):
    """Ends the transaction of a plan, so that it leaves nothing."""


def _load_all(db: Transaction, content: Content, references: References) -> Changes:
    authoring.lock(db, UUID(PUBLIC))
    before = versions.list_live(db)
    catalogue = authoring.load(db, content, UUID(PUBLIC))
    if any(catalogue.values()):
        follow_publication(db, UUID(PUBLIC))
    rows = {**catalogue, **load_references(db, references)}
    return Changes(rows, compare(before, versions.list_live(db)))
