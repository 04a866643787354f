"""Responses compare equal except for random ids and times."""

import json
from typing import Any

from tests.infra.bundle_smoke_tests.comparison import differences

ONE, OTHER = "018f3c52-7c1e-7d3a-9a53-7e4f0a1b2c3d", "018f3c52-9999-7d3a-9a53-7e4f0a1b2c3d"


def answer(body: object, status: int = 200, **headers: str) -> dict[str, Any]:
    return {"statusCode": status, "headers": headers, "body": json.dumps(body), "isBase64Encoded": False}


def test_ids_and_times_are_ignored() -> None:
    here = answer({"id": ONE, "at": "2026-05-06T12:00:00Z"}, ETag='"a"', Location=f"/v1/attempts/{ONE}")
    deployed = answer({"id": OTHER, "at": "2026-05-06T12:00:01.5+00:00"}, etag='"b"', location=f"/v1/attempts/{OTHER}")
    assert differences(here, deployed) == []


def test_the_order_of_members_is_ignored() -> None:
    assert differences(answer({"a": 1, "b": 2}), answer({"b": 2, "a": 1})) == []


def test_a_status_a_header_and_a_value_are_compared() -> None:
    here = answer({"passed": True, "rows": [{"n": 1}, {"n": 2}]}, 201, RateLimit="w;r=9;t=3")
    deployed = answer({"passed": False, "rows": [{"n": 1}, {"n": 3}]}, 200, RateLimit="w;r=8;t=1", extra="x")
    assert differences(here, deployed) == [
        "/body/passed: True in process, False deployed",
        "/body/rows/1/n: 2 in process, 3 deployed",
        "/headers/extra: <missing> in process, x deployed",
        "/headers/ratelimit: w;r=9;t=<seconds> in process, w;r=8;t=<seconds> deployed",
        "/statusCode: 201 in process, 200 deployed",
    ]


def test_a_body_other_than_json_is_compared_as_text() -> None:
    page = {"statusCode": 200, "headers": {}, "body": "<html>"}
    assert differences(page, {**page, "body": "<body>"}) == ["/body: <html> in process, <body> deployed"]


def test_lists_of_different_length_are_shown_completely() -> None:
    assert differences([1], [1, 2]) == ["/: [1] in process, [1, 2] deployed"]


def test_a_jobs_counts_are_compared() -> None:
    assert differences({"leaderboards": 3}, {"leaderboards": 4}) == ["/leaderboards: 3 in process, 4 deployed"]
    assert differences(None, {"leaderboards": 4}) == ["/: None in process, {'leaderboards': 4} deployed"]


def test_what_a_case_says_varies_is_ignored_wherever_it_is() -> None:
    in_process, deployed = ({"items": [{"questions": text, "slug": text}]} for text in ("a", "b"))
    assert differences(in_process, deployed, {"questions"}) == ["/items/0/slug: a in process, b deployed"]
