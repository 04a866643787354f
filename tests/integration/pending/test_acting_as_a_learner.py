"""A worker acts as the learner whose task it does, and nobody else can."""

import uuid

import psycopg
import pytest

from tests.support.api import Caller
from tests.support.scene import act_as


def test_acting_as_a_learner_ends_with_the_transaction_and_holds_no_role(
    fresh_database: dict[str, str], admitted: Caller
) -> None:
    who = "select identity.current_user_id(), identity.current_roles()"
    with psycopg.connect(fresh_database["scheduler"]) as connection:
        act_as(connection, uuid.uuid4(), "platform_admin")
        connection.execute("select identity.act_as(%s)", [admitted.id])
        assert connection.execute(who).fetchone() == (admitted.id, [])
        connection.rollback()
        assert connection.execute(who).fetchone() == (None, [])


@pytest.mark.parametrize("role", ["application", "read_only"])
def test_nobody_else_may_act_as_a_learner(fresh_database: dict[str, str], admitted: Caller, role: str) -> None:
    with psycopg.connect(fresh_database[role]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select identity.act_as(%s)", [admitted.id])


@pytest.mark.usefixtures("admitted")
def test_nobody_acts_as_a_stranger(fresh_database: dict[str, str]) -> None:
    with psycopg.connect(fresh_database["scheduler"]) as connection, pytest.raises(psycopg.Error) as refusal:
        connection.execute("select identity.act_as(%s)", [uuid.uuid4()])
    assert refusal.value.diag.constraint_name == "erased"
