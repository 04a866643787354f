"""Reads the migration files.

`migrations/V001__what.sql` runs once, in one transaction unless its first line is `-- non-transactional`;
`undo/U001__what.sql` takes it back. `schemas/<schema>/<topic>/` has `functions/`, `views/` and `triggers/` with one object
a file, and `schemas/<schema>/access.sql` says who may read and write the tables: all of these are applied again whenever
their text changes, in that order of kinds.
"""

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from progressive_flow.kernel import paths
from progressive_flow.kernel.errors import UserError

# In this order: functions first, since views call them and triggers execute them; access rules last, for all tables.
OBJECTS = ("schemas/*/*/functions/*.sql", "schemas/*/*/views/*.sql", "schemas/*/*/triggers/*.sql")
ACCESS = "schemas/*/access.sql"
# The access rules are calls of these procedures, so a change of one applies the rules again.
ACCESS_PROCEDURES = "schemas/*/access/functions/*.sql"
NAME = re.compile(r"[VU](\d{3,})__([a-z0-9_]+)\.sql")


class MigrationError(UserError):
    """Something about the files or the history stops the work; the message names the file and says what to do."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file. `version` is empty for a repeatable one; `script` is its path below `sql/`.

    `called` is the text of other files on which the effect of this one depends.
    """

    script: str
    version: str
    description: str
    text: str
    called: str = ""

    @property
    def checksum(self) -> str:
        """SHA-256 of the texts, blind to line endings, which version control may change."""
        return hashlib.sha256((self.text + self.called).replace("\r\n", "\n").encode()).hexdigest()

    @property
    def transactional(self) -> bool:
        """Whether the file may run in a transaction, as all but `create index concurrently` and its like can."""
        return not self.text.startswith("-- non-transactional")


def sql_root() -> Path:
    """Return the folder with the schema."""
    return paths.root() / "sql"


def versioned(root: Path) -> list[Migration]:
    """Return the V files in the order of their versions; raise if a name is malformed or a version is taken twice."""
    found = sorted(
        (_numbered(root, file) for file in (root / "migrations").glob("*.sql")), key=lambda m: int(m.version)
    )
    for before, after in pairwise(found):
        if int(before.version) == int(after.version):
            raise MigrationError(f"{before.script} and {after.script} have the same version: rename one.")
    return found


def undo_of(root: Path, version: str) -> Migration:
    """Return the U file of a version; raise if there is none."""
    for file in (root / "undo").glob(f"U{version}__*.sql"):
        return _numbered(root, file)
    raise MigrationError(f"Version {version} has no undo/U{version}__*.sql: restore a backup, or write one.")


def repeatable(root: Path) -> list[Migration]:
    """Return the functions, views, triggers and access rules, in this order, then by path."""
    objects = [file for pattern in OBJECTS for file in sorted(root.glob(pattern))]
    procedures = "".join(file.read_text() for file in sorted(root.glob(ACCESS_PROCEDURES)))
    return [
        *(_repeatable(root, file) for file in objects),
        *(_repeatable(root, file, procedures) for file in sorted(root.glob(ACCESS))),
    ]


def _repeatable(root: Path, file: Path, called: str = "") -> Migration:
    return Migration(str(file.relative_to(root)), "", file.stem.replace("_", " "), file.read_text(), called)


def _numbered(root: Path, file: Path) -> Migration:
    match = NAME.fullmatch(file.name)
    if not match:
        raise MigrationError(f"{file.relative_to(root)} is not named like V001__what_it_does.sql: rename it.")
    return Migration(str(file.relative_to(root)), match[1], match[2].replace("_", " "), file.read_text())
