"""A rotation leaves the key that CloudFront sends, its own and the next valid, and repeating it changes nothing."""

import hashlib
import json
import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from progressive_flow.kernel import aws
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http import origin
from progressive_flow.kernel.http.problems import Problem
from tests.support.clouds import simulated_aws

Secrets = Any


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Secrets]:
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with simulated_aws():
        aws.forget()
        found: Secrets = boto3.client("secretsmanager")
        monkeypatch.setenv("ORIGIN_SECRET", found.create_secret(Name="origin", SecretString="{}")["ARN"])
        monkeypatch.setenv("ORIGIN_PARAMETERS", "/origin-keys/")
        monkeypatch.setenv("ORIGIN_SENT", "/origin-key-sent")
        yield found
    aws.forget()


def rotate(generation: str) -> list[str]:
    answer = registry.load("functions.operations.rotate_origin_key")({"Generation": generation}, None)
    return str(answer["Hashes"]).split(",")


def send(generation: str) -> None:
    """Record what CloudFront sends, as the edge's stack does after it has changed."""
    parameters: Any = boto3.client("ssm")
    parameters.put_parameter(Name="/origin-key-sent", Value=generation, Type="String", Overwrite=True)


def released(generation: str) -> list[str]:
    """Rotate and let the whole release succeed."""
    hashes = rotate(generation)
    send(generation)
    return hashes


def keys(client: Secrets) -> dict[str, str]:
    held: dict[str, str] = json.loads(client.get_secret_value(SecretId="origin")["SecretString"])
    return held


def hashed(held: dict[str, str]) -> list[str]:
    return [hashlib.sha256(key.encode()).hexdigest() for key in held.values()]


def test_the_first_key_is_made_with_the_next_and_their_hashes_are_returned(client: Secrets) -> None:
    hashes = rotate("1")
    held = keys(client)
    assert list(held) == ["1", "next"]
    assert all(len(key) >= 43 for key in held.values()), "32 bytes"
    assert hashes == hashed(held)


def test_what_is_returned_is_in_the_generations_parameter_and_the_one_before_stays(client: Secrets) -> None:
    by_generation = {generation: ",".join(released(generation)) for generation in ("1", "2")}
    parameters: Any = boto3.client("ssm")
    for generation, hashes in by_generation.items():
        assert parameters.get_parameter(Name=f"/origin-keys/{generation}")["Parameter"]["Value"] == hashes


def test_a_new_generation_takes_the_key_that_was_to_come_and_keeps_the_one_before(client: Secrets) -> None:
    released("1")
    first = keys(client)
    hashes = released("2")
    second = keys(client)
    assert list(second) == ["1", "2", "next"]
    assert (second["1"], second["2"]) == (first["1"], first["next"])
    assert second["next"] not in first.values()
    assert hashes == hashed(second)
    rotate("3")
    assert list(keys(client)) == ["2", "3", "next"]


def test_repeating_changes_no_key_and_writes_nothing(client: Secrets) -> None:
    released("1")
    hashes, held = released("2"), keys(client)
    before = len(client.list_secret_version_ids(SecretId="origin")["Versions"])
    assert rotate("2") == hashes
    assert keys(client) == held
    assert len(client.list_secret_version_ids(SecretId="origin")["Versions"]) == before


def test_a_deploy_by_hand_with_another_generation_leaves_the_present_key_valid(client: Secrets) -> None:
    """And so does the next one by the calendar, and the one after it."""
    for generation in ("202611", "202612"):
        released(generation)
    present = "202612"
    for generation in ("1", "202612", "202701"):
        sent = keys(client)[present]
        released(generation)
        assert sent in keys(client).values(), generation
        present = generation


@pytest.mark.parametrize("failures", [("202611",), ("202611", "202612"), ("2026111", "2026112", "2026113")])
def test_releases_that_fail_before_the_edge_shut_nobody_out(client: Secrets, failures: tuple[str, ...]) -> None:
    """The edge goes on with its key, and every function of a release that was tried accepts the one to come."""
    last_good = released("202610")
    tried = [rotate(generation) for generation in failures]
    hashes = rotate("202701")
    held = keys(client)
    assert list(held) == ["202610", "202701", "next"]
    (sent,), (coming,) = (hashed({"": held[name]}) for name in ("202610", "202701"))
    for accepted in (last_good, *tried, hashes):
        assert {sent, coming} <= set(accepted), "functions that were not updated, or that go back"
    send("202701")
    assert list(keys_after("202702", client)) == ["202701", "202702", "next"]


def keys_after(generation: str, client: Secrets) -> dict[str, str]:
    rotate(generation)
    return keys(client)


def test_a_release_that_is_taken_back_by_deploying_the_older_one_changes_no_key(client: Secrets) -> None:
    released("1")
    released("2")
    held = keys(client)
    rotate("1")
    assert keys(client) == held
    send("1")
    assert {held["1"], held["2"]} <= set(keys_after("3", client).values())


def test_a_first_deployment_that_failed_may_be_repeated_with_another_generation(client: Secrets) -> None:
    rotate("1")
    first = keys(client)["1"]
    assert keys_after("2", client)["2"] == first


def test_a_sent_key_that_is_not_stored_stops_the_release(client: Secrets) -> None:
    released("1")
    send("gone")
    with pytest.raises(LookupError, match="generation gone"):
        rotate("2")


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
    monkeypatch.setenv("ORIGIN_KEYS", ",".join(released("0")))
    sent = [keys(client)["0"]]
    for generation in ("1", "2", "3"):
        before = os.environ["ORIGIN_KEYS"]
        hashes = ",".join(rotate(generation))
        assert let_in(sent[-1]), "before the functions know of it"
        monkeypatch.setenv("ORIGIN_KEYS", hashes)
        assert let_in(sent[-1]), "before the edge sends the new one"
        sent.append(keys(client)[generation])
        send(generation)
        assert let_in(sent[-1])
        monkeypatch.setenv("ORIGIN_KEYS", before)
        assert let_in(sent[-1]), "when the release is taken back, and the edge sends the new one already"
        monkeypatch.setenv("ORIGIN_KEYS", hashes)
    assert [let_in(key) for key in sent] == [False, False, True, True]
