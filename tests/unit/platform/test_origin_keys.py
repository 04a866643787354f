"""A rotation leaves two keys valid, and repeating it changes nothing."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from progressive_flow import aws, declarations, origin
from progressive_flow.errors import Problem

Secrets = Any


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Secrets]:
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        aws.forget()
        found: Secrets = boto3.client("secretsmanager")
        monkeypatch.setenv("ORIGIN_SECRET", found.create_secret(Name="origin", SecretString="{}")["ARN"])
        yield found
    aws.forget()


def rotate(generation: str) -> list[str]:
    answer = declarations.load("functions.operations.rotate_origin_key")({"Generation": generation}, None)
    return str(answer["Hashes"]).split(",")


def keys(client: Secrets) -> dict[str, str]:
    held: dict[str, str] = json.loads(client.get_secret_value(SecretId="origin")["SecretString"])
    return held


def hashed(held: dict[str, str]) -> list[str]:
    return [hashlib.sha256(key.encode()).hexdigest() for key in held.values()]


def test_the_first_key_is_made_and_its_hash_told(client: Secrets) -> None:
    told = rotate("1")
    held = keys(client)
    assert list(held) == ["1"]
    assert len(held["1"]) >= 43, "32 bytes"
    assert told == hashed(held)


def test_a_new_generation_keeps_the_one_before_and_no_other(client: Secrets) -> None:
    rotate("1")
    first = keys(client)["1"]
    rotate("2")
    assert (list(keys(client)), keys(client)["1"]) == (["1", "2"], first)
    told = rotate("3")
    assert list(keys(client)) == ["2", "3"]
    assert told == hashed(keys(client))


def test_repeating_and_taking_back_change_no_key(client: Secrets) -> None:
    rotate("1")
    told, held = rotate("2"), keys(client)
    assert (rotate("2"), rotate("1")) == (told, told)
    assert keys(client) == held
    versions = client.list_secret_version_ids(SecretId="origin")["Versions"]
    assert len(versions) <= 3, "what changes nothing writes nothing"


def test_an_old_generation_is_made_anew(client: Secrets) -> None:
    """A deploy by hand may ask for less than the calendar did; what CloudFront sends until then stays valid."""
    for generation in ("202611", "202612"):
        rotate(generation)
    newest = keys(client)["202612"]
    rotate("1")
    assert keys(client).keys() == {"202612", "1"}
    assert keys(client)["202612"] == newest


def let_in(key: str) -> bool:
    try:
        origin.check({"headers": {origin.HEADER: key}})
    except Problem:
        return False
    return True


def test_at_no_step_of_a_rotation_is_the_key_refused_that_the_edge_sends(
    client: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Functions learn the hashes first and the edge the new key last, generation after generation."""
    monkeypatch.setenv("ORIGIN_KEYS", ",".join(rotate("0")))
    sent = [keys(client)["0"]]
    for generation in ("1", "2", "3"):
        told = ",".join(rotate(generation))
        assert let_in(sent[-1]), "before the functions know of it"
        monkeypatch.setenv("ORIGIN_KEYS", told)
        assert let_in(sent[-1]), "before the edge sends the new one"
        sent.append(keys(client)[generation])
        assert let_in(sent[-1])
    assert [let_in(key) for key in sent] == [False, False, True, True]
