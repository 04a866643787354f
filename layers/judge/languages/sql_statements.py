"""Fills a fresh database, runs a learner's statements on it, and says what they gave and left behind."""

import math
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

MAX_ROWS = 1_000
MAX_STATEMENTS = 50
MAX_MESSAGE = 500
MAX_SHOWN = 200  # characters of a statement
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 100_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 100,
}
REFUSED = {
    sqlite3.SQLITE_ATTACH: "ATTACH or VACUUM is",
    sqlite3.SQLITE_DETACH: "DETACH is",
    sqlite3.SQLITE_PRAGMA: "PRAGMA is",
    sqlite3.SQLITE_CREATE_VTABLE: "CREATE VIRTUAL TABLE is",
}


class Refusals:
    """An authorizer: what a learner's statements may not do, and what they tried."""

    def __init__(self) -> None:
        self.last = ""

    def __call__(self, action: int, *_details: str | None) -> int:
        """Allow or refuse an action of a statement that is prepared."""
        if action not in REFUSED:
            return sqlite3.SQLITE_OK
        self.last = f"{REFUSED[action]} not available in this exercise."
        return sqlite3.SQLITE_DENY


def run(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of the last statement that gave any, what the statements changed, and what each probe gave."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        fill(connection, request)
    except sqlite3.Error as error:
        return {"setup": str(error)[:MAX_MESSAGE]}
    for kind, limit in LIMITS.items():
        connection.setlimit(kind, limit)
    before = connection.total_changes
    answer = answered(connection, request["answer"])
    changes = connection.total_changes - before
    connection.set_authorizer(None)
    return {**answer, "changes": changes, "probes": [probed(connection, probe) for probe in request["probes"]]}


def fill(connection: sqlite3.Connection, request: Mapping[str, Any]) -> None:
    """Create the tables and insert their rows."""
    connection.execute("PRAGMA temp_store = MEMORY")  # there are no files for what is sorted
    connection.executescript(request["schema"])
    connection.execute("BEGIN")  # one transaction for all rows takes half the time
    for table in request["tables"]:
        columns = ", ".join(quoted(column) for column in table["columns"])
        places = ", ".join("?" for _ in table["columns"])
        connection.executemany(
            f"INSERT INTO {quoted(table['name'])} ({columns}) VALUES ({places})",  # noqa: S608 - names cannot be bound
            [[stored(value) for value in row] for row in table["rows"]],
        )
    connection.execute("COMMIT")
    connection.execute("PRAGMA foreign_keys = ON")


def quoted(name: str) -> str:
    """Return a name as SQL writes one that may hold anything."""
    return '"' + name.replace('"', '""') + '"'


def stored(value: Any) -> Any:
    """Return a value of JSON as SQLite stores it; a tagged one is bytes."""
    return bytes.fromhex(value["is"]) if isinstance(value, dict) else value


def answered(connection: sqlite3.Connection, text: str) -> dict[str, Any]:
    """Run the learner's statements; at the first that fails, say which and why."""
    if not is_readable(text):
        return failure(1, "", "The text holds a character that SQL has not: NUL, or half of a pair.")
    refusals = Refusals()
    connection.set_authorizer(refusals)
    found: dict[str, Any] = {"columns": [], "rows": [], "more": False}
    number = 0
    for number, statement in enumerate(statements(text), 1):
        if number > MAX_STATEMENTS:
            return failure(number, statement, f"There are more than {MAX_STATEMENTS} statements.")
        refusals.last = ""
        try:
            found = rows(connection.execute(statement)) or found
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeError) as error:
            return failure(number, statement, refusals.last or str(error))
    return {**found, "statements": number}


def is_readable(text: str) -> bool:
    """Return whether SQLite can read a text at all."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def failure(number: int, statement: str, message: str) -> dict[str, Any]:
    """Describe a statement that failed."""
    shown = " ".join(statement.split())[:MAX_SHOWN]
    return {"failure": {"statement": number, "text": shown, "message": message[:MAX_MESSAGE]}}


def probed(connection: sqlite3.Connection, probe: str) -> dict[str, Any]:
    """Run a query of the author's on what the learner's statements left."""
    try:
        return rows(connection.execute(probe)) or {"columns": [], "rows": [], "more": False}
    except sqlite3.Error as error:
        return failure(1, probe, str(error))


def rows(cursor: sqlite3.Cursor) -> dict[str, Any] | None:
    """Return what a statement gives, up to MAX_ROWS rows; None if it gives none by its nature."""
    if cursor.description is None:
        return None
    columns = [column[0] for column in cursor.description]
    listed = [[written(value) for value in row] for row in cursor.fetchmany(MAX_ROWS)]
    more = cursor.fetchone() is not None
    cursor.close()  # a query that is still open would hold a lock on its table
    return {"columns": columns, "rows": listed, "more": more}


def written(value: Any) -> Any:
    """Return a value of SQLite as tagged JSON."""
    if isinstance(value, bytes):
        return {"$": "bytes", "is": value.hex()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$": "float", "is": repr(value)}
    return value


def statements(text: str) -> Iterator[str]:
    """Yield the statements of a text; SQLite itself says where one ends, so that a trigger's body stays whole."""
    held = ""
    for piece in pieces(text):
        held += piece
        if sqlite3.complete_statement(held):
            if is_more_than_comments(held):
                yield held
            held = ""
    if is_more_than_comments(held):
        yield held


COMMENT = r"--[^\n]*|/\*.*?(?:\*/|\Z)"
COMMENTS = re.compile(COMMENT, re.DOTALL)
# What holds semicolons that end nothing, and the semicolons that may end a statement.
TOKENS = re.compile(rf"""'[^']*'?|"[^"]*"?|`[^`]*`?|\[[^\]]*\]?|{COMMENT}|;""", re.DOTALL)


def pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that end with a semicolon outside quotes and comments."""
    start = 0
    for token in TOKENS.finditer(text):
        if token[0] == ";":
            yield text[start : token.end()]
            start = token.end()
    yield text[start:]


def is_more_than_comments(text: str) -> bool:
    """Return whether a text holds anything but space, comments and semicolons."""
    return bool(COMMENTS.sub("", text).replace(";", "").strip())
