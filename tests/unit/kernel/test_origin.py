"""Where a stage has an edge, nothing is answered that did not come through it."""

import hashlib
import json
from typing import Any

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http import origin
from progressive_flow.kernel.http.problems import Problem

KEYS = {"old": "a-key-of-before", "new": "a-key-of-now"}
PUBLIC, DEFAULT = "functions.platform.show_docs", "functions.platform.answer_unknown_route"


def ask(module: str, key: str | None) -> Any:
    headers = {} if key is None else {"x-origin-key": key}
    http = {"method": "GET", "path": "/v1/docs"}
    event = {
        "version": "2.0",
        "headers": headers,
        "requestContext": {"http": http, "requestId": "r"},
        "rawPath": "/v1/docs",
    }
    return registry.load(module)(event, None)


@pytest.fixture
def edge(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = [hashlib.sha256(key.encode()).hexdigest() for key in KEYS.values()]
    monkeypatch.setenv("ORIGIN_KEYS", ",".join(hashes))


@pytest.mark.parametrize("module", [PUBLIC, DEFAULT])
@pytest.mark.parametrize("key", [None, "", "guess", hashlib.sha256(KEYS["new"].encode()).hexdigest()])
def test_without_a_valid_key_nothing_is_returned(edge: None, module: str, key: str | None) -> None:
    answer = ask(module, key)
    assert answer["statusCode"] == 403
    problem = json.loads(answer["body"])
    assert problem["type"].endswith("direct-access-forbidden")
    assert not any(key in answer["body"] for key in KEYS.values())


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_the_key_of_now_and_of_before_are_let_in(edge: None, key: str) -> None:
    assert ask(PUBLIC, key)["statusCode"] == 200
    assert ask(DEFAULT, key)["statusCode"] == 404


def test_without_an_edge_everybody_is_let_in() -> None:
    assert ask(PUBLIC, None)["statusCode"] == 200


def test_a_refusal_is_counted_for_the_alarm(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ORIGIN_KEYS", hashlib.sha256(b"ours").hexdigest())
    with pytest.raises(Problem):
        origin.check({"headers": {origin.HEADER: "guessed"}})
    (emitted,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (directive,) = emitted["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [[]], "one metric of all functions, as the alarm reads it"
    assert [metric["Name"] for metric in directive["Metrics"]] == [origin.REFUSALS]
