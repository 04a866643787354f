"""A learner with a row in every table, and others, of no organization, who must see and change nothing of it."""

import uuid
from dataclasses import dataclass

import psycopg

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller
from tests.support.content import reference_design
from tests.support.everything import give_everything
from tests.support.learning import attempts_path
from tests.support.scene import one, open_challenge
from tests.support.tenants import Tenant, join, make_tenant

TABLES = """
select c.oid::regclass::text, a.attname
from pg_class as c inner join pg_attribute as a on a.attrelid = c.oid
where c.relkind in ('r', 'p') and not c.relispartition
and (a.attname in ('user_id', 'organization_id') or (c.oid = 'identity.users'::regclass and a.attname = 'id'))
order by 1, 2
"""
SHARED = {"challenge", "daily_challenge"}  # everybody's, unlike the rest of what a learner makes
SECRET, NAME, KEY = "victims-secret", "victims-name", "victims-key"


@dataclass(frozen=True)
class World:
    """The first learner, and what is theirs: others try to read and change it."""

    victim: Caller
    attempt: str
    tenant: Tenant
    admin_url: str
    made: dict[str, uuid.UUID]

    @property
    def marks(self) -> list[str]:
        """What must never appear in an answer to another learner."""
        theirs = [str(id_) for noun, id_ in self.made.items() if noun not in SHARED]
        organization = (str(self.tenant.id), self.tenant.slug, "members-only")
        return [str(self.victim.id), self.attempt, *organization, SECRET, NAME, *theirs]

    @property
    def upload(self) -> str:
        """Return the id of an upload of the organization."""
        with psycopg.connect(self.admin_url) as connection:
            return str(one(connection, "select id from content.uploads where organization_id = %s", self.tenant.id))

    @property
    def challenge(self) -> str:
        """Return the reference of the organization's challenge, whose slug a public one has too."""
        return self.tenant.ref("url-shortener")

    @property
    def scope(self) -> dict[str, str]:
        """Return the query that asks for a leaderboard of the first learner's organization."""
        return {"scope": "organization", "organization": self.tenant.slug}

    def snapshot(self) -> dict[str, str]:
        """Return everything there is of the first learner and their organization, by table."""
        with psycopg.connect(self.admin_url) as connection:
            return {
                f"{table}.{column}": one(
                    connection,
                    f"select coalesce(jsonb_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]')::text from {table} as t"
                    f" where t.{column} in (%s, %s)",
                    self.victim.id,
                    self.tenant.id,
                )
                for table, column in connection.execute(TABLES.encode()).fetchall()
            }


OWN_NAMES = [
    f"update {table} set {column} = replace({column}, 'members-only', 'own') where organization_id = %s"
    for table, column in (
        ("curriculum.learning_tracks", "title"),
        ("curriculum.modules", "title"),
        ("curriculum.modules", "slug"),
        ("curriculum.lessons", "title"),
        ("curriculum.lessons", "slug"),
        ("curriculum.challenges", "title"),
        ("curriculum.challenges", "category"),
        ("curriculum.challenge_levels", "level_name"),
        ("curriculum.pages", "title"),
        ("curriculum.pages", "slug"),
        ("assessment.assessment_questions", "prompt"),
        ("gamification.achievements", "name"),
        ("content.items", "title"),
    )
]


def first(api: Api, url: str) -> World:
    """Make the first learner in the database of a superuser's URL, where content has one slug twice from then on."""
    victim = new_caller()
    api.patch("/v1/me", victim, json={"display_name": NAME, "visibility": "hidden", "preferences": {"note": SECRET}})
    with psycopg.connect(url) as connection:
        tenant = make_tenant(connection, f"victims-{uuid.uuid4().hex}")
        join(connection, tenant.id, victim.id)
        open_challenge(connection, victim.id, tenant.ref("url-shortener"))
        open_challenge(connection, victim.id, "url-shortener")
        made = give_everything(connection, victim.id, clock.now())
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    attempt = api.post(attempts_path(), victim, json=body, headers={"idempotency-key": KEY})
    assert attempt.status_code == 201
    assert api.get(f"/v1/challenges/{tenant.ref('url-shortener')}", victim).status_code == 200
    made["open_assessment"] = api.post("/v1/assessments", victim, json={"type": "initial"}).json()["id"]
    return World(victim, attempt.json()["id"], tenant, url, made)


def intruder(api: Api, url: str, *roles: str) -> Caller:
    """Return a new learner to whom the public challenge is open and who has done nothing yet.

    With roles, they have them in another organization, which has content under the same slugs.
    """
    caller = new_caller()
    api.get("/v1/me", caller)
    with psycopg.connect(url) as connection:
        if roles:
            tenant = make_tenant(connection, f"intruders-{uuid.uuid4().hex}")
            for statement in OWN_NAMES:  # those of another organization must not be taken for the first one's
                connection.execute(statement.encode(), [tenant.id])
            join(connection, tenant.id, caller.id, *roles)
        open_challenge(connection, caller.id, "url-shortener")
    return caller
