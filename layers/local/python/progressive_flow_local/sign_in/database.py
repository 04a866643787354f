"""The provider's memory: one SQLite file in the state folder, which all workers share and only its owner may read.

Codes, tokens and cookies are stored as hashes: who reads the file can use none of them.
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

NAME = "sign_in.sqlite"
BUSY_SECONDS = 10.0
SCHEMA = """
create table if not exists sessions (
  id text primary key, username text, authenticated_at integer, email text, must_change integer not null default 0,
  expires_at integer not null
) strict;
create table if not exists families (
  id text primary key, client_id text not null, username text not null, scope text not null,
  authenticated_at integer not null, cognito_token text, revoked integer not null default 0, expires_at integer not null
) strict;
create table if not exists codes (
  hash text primary key, family text not null references families on delete cascade, redirect_uri text not null,
  challenge text not null, nonce text, used integer not null default 0, expires_at integer not null
) strict;
create table if not exists refresh_tokens (
  hash text primary key, family text not null references families on delete cascade, used integer not null default 0
) strict;
create table if not exists tries (
  id integer primary key, limited text not null, made_at real not null, expires_at real not null
) strict;
create index if not exists tries_limited on tries (limited, made_at);
"""
EXPIRING = ("sessions", "families", "tries")  # a code stays with its family, since its second use revokes that


def prepare(folder: Path) -> Path:
    """Make the file if it is missing; return it."""
    file = folder / NAME
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite itself would let everybody read it
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
        connection.executescript(SCHEMA)
    return file


@contextmanager
def transaction(file: Path) -> Iterator[sqlite3.Connection]:
    """Do the block's statements together, one worker at a time; rows that have expired are gone before."""
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("pragma foreign_keys = on")
        connection.execute("begin immediate")
        for table in EXPIRING:
            connection.execute(f"delete from {table} where expires_at <= ?", [time.time()])  # noqa: S608 - a constant
        yield connection
        connection.execute("commit")  # closing without it takes everything back


def hashed(secret: str) -> str:
    """Return what is stored of a secret; it is drawn at random, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
