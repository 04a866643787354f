"""The journal keeps what changes state, and survives being cut short."""

import random
from pathlib import Path

import pytest

from progressive_flow_local.aws.journal import Journal, changes_state, reseeding
from progressive_flow_local.aws.wire import Call, environ_of, from_json, read, to_json


def call(action: str = "SignUp", body: bytes = b"{}", method: str = "POST", **headers: str) -> Call:
    target = {"X_AMZ_TARGET": f"AWSCognitoIdentityProviderService.{action}"} if action else {}
    return Call(method, "/", "", {"HOST": "localhost:1", **target, **headers}, body)


@pytest.mark.parametrize(
    "action", ["SignUp", "ConfirmSignUp", "AdminSetUserPassword", "CreateUserPool", "ForgotPassword"]
)
def test_changes_are_kept(action: str) -> None:
    assert changes_state(call(action))


@pytest.mark.parametrize("action", ["InitiateAuth", "GetUser", "AdminGetUser", "ListUsers", "AdminInitiateAuth"])
def test_reads_and_sign_ins_are_not(action: str) -> None:
    assert not changes_state(call(action))


def test_rest_services_change_by_method_and_query_services_by_action() -> None:
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
    assert changes_state(call("", method="PUT"))
    assert not changes_state(call("", method="GET"))
    assert changes_state(call("", b"Action=VerifyEmailIdentity&Version=1", **form))
    assert not changes_state(call("", b"Action=SendEmail&Version=1", **form))


def test_calls_come_back_as_they_went(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    journal = Journal(file)
    first, second = call(body=b"\x00\xff"), call("ConfirmSignUp")
    journal.append(first)
    journal.append(second)
    again = Journal(file)
    assert again.calls == [first, second]
    assert again.seed_of(1) == journal.seed_of(1)
    assert again.seed() == journal.seed() == again.seed_of(2)


def test_the_file_is_its_owners_only(tmp_path: Path) -> None:
    Journal(tmp_path / "journal.jsonl").append(call())
    assert (tmp_path / "journal.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("cut", [1, 20])
def test_a_last_line_cut_short_is_dropped(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "journal.jsonl"
    journal = Journal(file)
    journal.append(call("SignUp"))
    journal.append(call("ConfirmSignUp"))
    file.write_bytes(file.read_bytes()[:-cut])
    again = Journal(file)
    assert [kept.action for kept in again.calls] == ["SignUp"]
    again.append(call("AdminDeleteUser"))
    assert [kept.action for kept in Journal(file).calls] == ["SignUp", "AdminDeleteUser"]


def test_two_machines_have_different_seeds(tmp_path: Path) -> None:
    assert Journal(tmp_path / "a").seed() != Journal(tmp_path / "b").seed()


def test_the_generator_is_unpredictable_again_afterwards() -> None:
    generator = random.Random()  # noqa: S311 - moto's kind
    first, second = (reseeding(generator.seed, "x", generator.random) for _ in range(2))
    after = generator.random()
    reseeding(generator.seed, "x", generator.random)
    assert first == second
    assert after != generator.random()


def test_a_call_survives_the_wire() -> None:
    sent = call("SignUp", b'{"a":1}', CONTENT_TYPE="application/x-amz-json-1.1", USER_AGENT="boto")
    assert read(environ_of(sent)) == sent
    assert from_json(to_json(sent)) == sent
