"""If-Match: a change is made only of what the client has read."""

from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.scene import one

ME = "/v1/me"


def rename(api: Api, learner: Caller, name: str, tag: str | None = None) -> Any:
    """Change the display name, on condition if there is a tag."""
    return api.patch(ME, learner, json={"display_name": name}, headers={"if-match": tag} if tag else {})


def test_a_change_of_what_was_read_succeeds_and_says_the_next_tag(api: Api, learner: Caller) -> None:
    first = rename(api, learner, "one", api.get(ME, learner).headers["etag"])
    second = rename(api, learner, "two", first.headers["etag"])
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.headers["etag"] == api.get(ME, learner).headers["etag"] != first.headers["etag"]


def test_a_change_of_what_was_changed_since_is_refused(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    stale = api.get(ME, learner).headers["etag"]
    changed = rename(api, learner, "one")
    refused = rename(api, learner, "two", stale)
    problem(refused, 412, "precondition-failed")
    assert refused.headers["etag"] == changed.headers["etag"]
    assert one(superuser, "select display_name from identity.users where id = %s", learner.id) == "one"


@pytest.mark.parametrize(
    ("written", "status"),
    [("*", 200), ('"nonsense"', 412), ("nonsense", 412), ("W/{tag}", 412), ('"x", {tag}', 200), ("", 412)],
)
def test_tags_are_compared_strongly_in_a_list(api: Api, learner: Caller, written: str, status: int) -> None:
    tag = api.get(ME, learner).headers["etag"]
    assert rename(api, learner, "one", written.format(tag=tag) or " ").status_code == status


def test_what_has_no_representation_meets_no_condition(api: Api, learner: Caller) -> None:
    enrollment = "/v1/tracks/concepts/enrollment"
    problem(api.request("PUT", enrollment, learner, headers={"if-match": "*"}), 412, "precondition-failed")
    assert api.request("PUT", enrollment, learner).status_code == 200
    problem(api.request("DELETE", enrollment, learner, headers={"if-match": '"x"'}), 412, "precondition-failed")


def test_what_is_not_there_is_404_whatever_the_condition(api: Api, learner: Caller) -> None:
    path = "/v1/learning-sessions/0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"
    answer = api.patch(path, learner, json={"state": "active"}, headers={"if-match": "*"})
    problem(answer, 404, "not-found")


def test_a_session_is_read_by_the_address_that_its_start_names(api: Api, learner: Caller) -> None:
    begun = api.post(
        "/v1/learning-sessions", learner, json={"session_type": "challenge", "resource_id": "static-website"}
    )
    read = api.get(begun.headers["location"], learner)
    assert (read.status_code, read.json()) == (200, begun.json())
    changed = api.patch(
        begun.headers["location"], learner, json={"state": "ended"}, headers={"if-match": read.headers["etag"]}
    )
    assert changed.headers["etag"] == api.get(begun.headers["location"], learner).headers["etag"]
    problem(api.get(begun.headers["location"], new_caller()), 404, "not-found")
