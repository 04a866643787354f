"""A rotated key signs at once, the old one is believed until its proofs have expired, and a leaked one no longer."""

import json
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import boto3
import psycopg
import pytest

from progressive_flow.identity.accounts import proofs as signing
from progressive_flow.kernel import aws, clock
from progressive_flow.kernel.declarations import registry
from tests.support import tokens
from tests.support.api import Api, Caller
from tests.support.clouds import simulated_aws

SECRET = "proof-key"


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch, fresh_database: dict[str, str]) -> Iterator[Callable[[], signing.Key]]:
    """What reads the key in the secret, which a stack made with no key in it, in a cloud of the test's own."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("PROOF_SECRET", SECRET)
    with simulated_aws():
        aws.forget()
        client = boto3.client("secretsmanager")
        client.create_secret(Name=SECRET, SecretString="{}")
        yield lambda: signing.parse(json.loads(client.get_secret_value(SecretId=SECRET)["SecretString"])["key"])
    aws.forget()


def rotate(generation: str, **options: bool) -> str:
    kid: str = registry.load("functions.operations.rotate_proof_key")({"Generation": generation, **options}, None)[
        "kid"
    ]
    return kid


def status(api: Api, key: signing.Key) -> int:
    """Return the status that a learner gets whose proof a key has signed."""
    learner = uuid.uuid4()
    caller = Caller(learner)
    expires_at = clock.now().timestamp() + 3600
    caller.token = tokens.sign(learner, proof=signing.proof(key, learner, (), None, expires_at))
    return api.get("/v1/me", caller).status_code


def until(database: dict[str, str]) -> dict[str, object]:
    with psycopg.connect(database["migrator"]) as connection:
        return dict(connection.execute("select kid, accepted_until from identity.proof_keys").fetchall())


def test_the_first_key_is_believed(api: Api, secret: Callable[[], signing.Key]) -> None:
    kid = rotate("1")
    key = secret()
    assert (key.kid, len(key.secret)) == (kid, 32)
    assert kid.startswith("1-")
    assert status(api, key) == 200


def test_repeating_a_rotation_changes_no_key(api: Api, secret: Callable[[], signing.Key]) -> None:
    rotate("1")
    key = secret()
    rotate("1")
    assert secret() == key
    assert status(api, key) == 200


def test_the_old_key_is_believed_until_its_proofs_have_expired(
    api: Api, secret: Callable[[], signing.Key], fresh_database: dict[str, str]
) -> None:
    rotate("1")
    old = secret()
    before = clock.now()
    rotate("2")
    new = secret()
    assert new.secret != old.secret
    assert (status(api, old), status(api, new)) == (200, 200)
    kept = until(fresh_database)
    assert kept[new.kid] is None
    assert kept["database"] is not None, "the key that signs for tasks is drawn again too"
    assert [ends for kid, ends in kept.items() if kid.startswith("database-")].count(None) == 1
    ends = kept[old.kid]
    assert before + timedelta(minutes=65) <= ends <= clock.now() + timedelta(minutes=65)  # type: ignore[operator]
    rotate("3")
    assert until(fresh_database)[old.kid] == ends, "a later rotation does not prolong it"


def test_a_leaked_key_ends_at_once(api: Api, secret: Callable[[], signing.Key], fresh_database: dict[str, str]) -> None:
    rotate("1")
    leaked = secret()
    rotate("2", Leaked=True)
    assert status(api, secret()) == 200
    assert status(api, leaked) == 401
    signing_now = [kid for kid, ends in until(fresh_database).items() if ends is None]
    assert sorted(kid.partition("-")[0] for kid in signing_now) == ["2", "database"]


def test_a_failure_between_the_steps_leaves_what_signs_believed(
    api: Api, secret: Callable[[], signing.Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    rotate("1")
    old = secret()

    def refuse(**_: object) -> None:
        raise RuntimeError("no capacity")

    with monkeypatch.context() as patch:
        patch.setattr(aws.secrets(), "put_secret_value", refuse)
        with pytest.raises(RuntimeError):
            rotate("2")
    assert secret() == old
    assert status(api, old) == 200
    rotate("2")
    assert status(api, secret()) == 200


def test_a_release_that_is_taken_back_signs_nobody_out(api: Api, secret: Callable[[], signing.Key]) -> None:
    """The generation returns with a key of another name, so that the key which it had is not replaced."""
    keys = []
    for generation in ("1", "2", "1"):
        rotate(generation)
        keys.append(secret())
    assert len({key.kid for key in keys}) == 3
    assert [status(api, key) for key in keys] == [200, 200, 200]
