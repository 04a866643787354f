"""Nobody is believed to be somebody without a proof, whatever code in a function says."""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from progressive_flow.identity.accounts import proofs as signing
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from tests.support import proofs
from tests.support.scene import make_user, one

Sql = Callable[..., psycopg.Connection]
ALICE, MALLORY = uuid.UUID(int=1), uuid.UUID(int=2)
WHO = "select identity.current_user_id(), identity.current_roles()"


def claim(connection: psycopg.Connection, statement: str) -> None:
    connection.execute("select set_config('app.caller', %s, true)", [statement])


def who(connection: psycopg.Connection) -> object:
    return connection.execute(WHO).fetchone()


def refused(connection: psycopg.Connection, statement: str) -> None:
    """Check that nothing believes a statement."""
    for query in (
        "select identity.current_user_id()",
        "select identity.current_roles()",
        "select identity.ensure_user()",
    ):
        claim(connection, statement)
        with pytest.raises(psycopg.Error) as refusal, connection.transaction():
            connection.execute(query.encode())
        assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF401", "unproven"), query


def test_what_is_proved_is_believed(sql: Sql) -> None:
    connection = sql("reader")
    claim(connection, proofs.principal(ALICE, ["b", "a"], "alice@example.com").statement)
    assert who(connection) == (ALICE, ["a", "b"])
    claim(connection, proofs.statement(ALICE))
    assert who(connection) == (ALICE, [])


def test_nobody_calls_where_nothing_is_said(sql: Sql) -> None:
    assert who(sql("reader")) == (None, [])


def test_both_sides_compute_one_mac(sql: Sql) -> None:
    """Against RFC 2104 as Python has it, for keys of every length that is taken."""
    connection = sql("migrator")
    for length in (32, 33, 63, 64):
        key = signing.Key(f"long-{length}", bytes(range(100, 100 + length)))
        connection.execute("select identity.accept_proof_key(%s, %s)", [key.kid, key.secret])
        proof = signing.proof(key, ALICE, ["ä"], "bücher@example.com", time.time() + 60)
        claim(connection, f"{proof}\n{ALICE}\nä\nbücher@example.com")
        assert who(connection) == (ALICE, ["ä"])


@pytest.mark.parametrize("length", [0, 31, 65])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match=f"32 to 64 bytes, not {length}"):
        signing.Key("other", b"x" * length)


GENUINE = proofs.principal(ALICE, ["learner"], "alice@example.com").statement
PROOF, *NAMED = GENUINE.split("\n")
KID, EXPIRY, MAC = PROOF.split(".")
FORGED = {
    "another subject": "\n".join([PROOF, str(MALLORY), *NAMED[1:]]),
    "another group": "\n".join([PROOF, NAMED[0], "platform_admin", NAMED[2]]),
    "another address": "\n".join([PROOF, *NAMED[:2], "mallory@example.com"]),
    "a later expiry": "\n".join([f"{KID}.{int(EXPIRY) + 1}.{MAC}", *NAMED]),
    "another mac": "\n".join([f"{KID}.{EXPIRY}.{'0' * 64}", *NAMED]),
    "no mac": "\n".join([f"{KID}.{EXPIRY}.", *NAMED]),
    "no proof": "\n".join(["", *NAMED]),
    "the database's own key": "\n".join([f"database.{EXPIRY}.{MAC}", *NAMED]),
    "an unknown key": "\n".join([f"other.{EXPIRY}.{MAC}", *NAMED]),
    "a fifth line": GENUINE + "\nplatform_admin",
    "three lines": "\n".join([PROOF, *NAMED[:2]]),
    "lines moved into the expiry": "\n".join([f"{KID}.{EXPIRY}\n{NAMED[0]}.{MAC}", *NAMED[1:]]),
    "the subject alone": str(ALICE),
    "a number out of range": "\n".join([f"{KID}.{'9' * 40}.{MAC}", *NAMED]),
}


@pytest.mark.parametrize("statement", FORGED.values(), ids=FORGED)
def test_what_is_not_proved_is_refused(sql: Sql, statement: str) -> None:
    refused(sql("application"), statement)


def test_a_proof_expires(sql: Sql) -> None:
    expired = f"{proofs.of(ALICE, seconds=-1)}\n{ALICE}\n\n"
    refused(sql("application"), expired)


def test_a_replaced_key_proves_until_its_time_is_over(sql: Sql, superuser: psycopg.Connection) -> None:
    superuser.execute("select identity.accept_proof_key('next', %s)", [b"n" * 32])
    superuser.execute("select identity.retire_proof_keys('next', %s)", [datetime.now(UTC) + timedelta(minutes=1)])
    claim(superuser, proofs.statement(ALICE))
    assert who(superuser) == (ALICE, [])
    superuser.execute("select identity.retire_proof_keys('next', %s)", [datetime.now(UTC) - timedelta(seconds=1)])
    refused(superuser, proofs.statement(ALICE))
    superuser.execute("select identity.retire_proof_keys('next', %s)", [datetime.now(UTC)])
    kept = {row[0].partition("-")[0] for row in superuser.execute("select kid from identity.proof_keys")}
    assert kept == {"database", "next"}


@pytest.mark.parametrize("role", sorted({*LOGIN_ROLES} - {"migrator"}))
def test_nobody_but_the_owner_reads_a_key_or_signs(sql: Sql, role: str) -> None:
    """The migrator owns the schema, so it can do all that definer's functions do."""
    connection = sql(role)
    for statement in (
        "select from identity.proof_keys",
        "select identity.sign_caller(gen_random_uuid())",
        "select identity.accept_proof_key('mine', convert_to(repeat('x', 32), 'UTF8'))",
        "select identity.retire_proof_keys('mine', now())",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(statement.encode())


def test_only_a_proved_address_is_taken(sql: Sql, superuser: psycopg.Connection) -> None:
    connection = sql("reader")
    claim(connection, proofs.principal(ALICE, email="alice@example.com").statement)
    connection.execute("select identity.ensure_user()")
    assert connection.execute("select id, email from identity.users").fetchall() == [(ALICE, "alice@example.com")]
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
        connection.execute("select identity.create_user(%s, 'alice@example.com')", [MALLORY])


def test_a_limit_counts_whoever_is_proved(sql: Sql) -> None:
    connection = sql("application")
    count = "select allowed from identity.count_call(%s, '{writes}', '{1}', '{60}', null, null, now())"
    assert one(connection, count, proofs.statement(ALICE)) is True
    assert one(connection, count, proofs.statement(ALICE)) is False
    with pytest.raises(psycopg.Error) as refusal, connection.transaction():
        connection.execute(count.encode(), [f"{proofs.of(ALICE)}\n{MALLORY}\n\n"])
    assert refusal.value.diag.constraint_name == "unproven"


def test_sign_up_makes_users_and_does_nothing_else(sql: Sql) -> None:
    connection = sql("sign_up")
    connection.execute("select identity.confirm_sign_up(%s, 'alice@example.com')", [ALICE])
    granted = connection.execute(
        "select count(*) from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace"
        " where n.nspname = any(%s) and has_table_privilege('sign_up', c.oid, 'select, insert, update, delete')",
        [["identity", "progress", "gamification", "platform", "social", "assessment", "content", "curriculum"]],
    ).fetchone()
    assert granted == (0,)


def test_sign_up_takes_an_address_from_nobody(superuser: psycopg.Connection) -> None:
    def addresses() -> dict[uuid.UUID, str | None]:
        return dict(superuser.execute("select id, email from identity.users where id = any(%s)", [[ALICE, MALLORY]]))

    claim(superuser, proofs.principal(ALICE, email="alice@example.com").statement)
    superuser.execute("select identity.ensure_user()")
    superuser.execute("set local role sign_up")
    superuser.execute("select identity.confirm_sign_up(%s, 'Alice@example.com')", [MALLORY])
    with pytest.raises(psycopg.errors.InsufficientPrivilege), superuser.transaction():
        superuser.execute("select identity.create_user(%s, 'alice@example.com', now(), null, true)", [MALLORY])
    superuser.execute("set local role none")
    assert addresses() == {ALICE: "alice@example.com", MALLORY: None}
    # the learner who proves the address gets it, which a sign-up could not
    claim(superuser, proofs.principal(MALLORY, email="alice@example.com").statement)
    superuser.execute("select identity.ensure_user()")
    assert addresses() == {ALICE: None, MALLORY: "alice@example.com"}


def test_a_reader_writes_nothing(sql: Sql, superuser: psycopg.Connection) -> None:
    """No table, and of the functions that write the two that note a caller's first request and the level they opened."""
    make_user(superuser)
    written = superuser.execute(
        "select c.oid::regclass::text from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace"
        " where n.nspname !~ '^(pg_|information_schema|extensions)' and c.relkind in ('r', 'p', 'v')"
        " and (has_table_privilege('reader', c.oid, 'insert, update, delete, truncate')"
        " or has_any_column_privilege('reader', c.oid, 'insert, update'))"
    ).fetchall()
    assert written == []
    called = superuser.execute(
        "select p.proname from pg_proc as p inner join pg_namespace as n on n.oid = p.pronamespace"
        " where n.nspname !~ '^(pg_|information_schema|extensions)' and p.provolatile = 'v'"
        " and has_function_privilege('reader', p.oid, 'execute') order by 1"
    ).fetchall()
    assert called == [("ensure_user",), ("open_level",)]


def test_learners_functions_cannot_administer(sql: Sql) -> None:
    for statement in (
        "gamification.correct_xp(%s, 5, 'r', 'x')",
        "gamification.recompute_user(%s)",
        "identity.user_exists(%s)",
    ):
        connection = sql("application", ALICE, roles="platform_admin")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute(f"select {statement}".encode(), [MALLORY])
