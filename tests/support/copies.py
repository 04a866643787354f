"""A populated database to be copied: a class that lived through days, one who did everything, a learner of the API."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from progressive_flow_local import backups
from progressive_flow_local.fingerprints import Fingerprint
from tests.support.api import Api, Caller, new_caller
from tests.support.classroom import Classroom
from tests.support.everything import give_everything
from tests.support.learning import admit, beyond_policies, pass_level
from tests.support.scene import make_user

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
ASKED = ("/v1/me/dashboard", "/v1/leaderboards/all_time/xp/me", "/v1/challenges/url-shortener/levels/1/attempts")
# Whose points are those of the ledger: `give_everything` gives an archived month without the points it once paid.
ANYBODY = (
    "(select min(s.user_id::text)::uuid from gamification.user_stats as s"
    " where not exists (select from gamification.xp_archived as x where x.user_id = s.user_id))"
)


@dataclass(frozen=True)
class Populated:
    """A database in which people have lived, one of whom can still ask."""

    urls: dict[str, str]
    learner: Caller


class Source(NamedTuple):
    """The populated database, the superuser's URL of it, and its dump."""

    populated: Populated
    url: str
    file: Path


def populate(urls: dict[str, str], admin_url: str, api: Api) -> Populated:
    """Fill the database that the platform is pointed at, by the services and functions that fill it in earnest."""
    learner = admit(api, new_caller(), "url-shortener")
    pass_level(api, learner)
    with beyond_policies(urls, admin_url) as connection:
        classroom = Classroom(connection, MONDAY, 20260504)
        classroom.join(5)
        for day in range(3):
            classroom.live(MONDAY + timedelta(days=day), lambda *_: None)
        with connection.transaction():
            give_everything(connection, make_user(connection))
        connection.execute("select platform.ensure_partitions(2, '2027-01-01')")
    return Populated(urls, learner)


def answers(api: Api, learner: Caller) -> list[Any]:
    """Return the responses about the learner's own data."""
    return [api.get(path, learner).json() for path in ASKED]


def names(admin_url: str) -> set[str]:
    """Return the names of a server's databases."""
    with psycopg.connect(admin_url) as connection:
        return {row[0] for row in connection.execute("select datname from pg_database")}


def held(source: Source) -> Fingerprint:
    """Return the fingerprint that was written with the dump."""
    found: Fingerprint = json.loads(backups.beside(source.file).read_text())
    return found
