"""A process reads the content of a level's live version once, and the next version's as soon as that is live."""

import copy
from typing import Any

from progressive_flow.progress.grading_inputs import repository
from tests.support.api import Api, Caller
from tests.support.content import reference_design
from tests.support.grading import let_see, results_of
from tests.support.learning import admit, attempts_path, beyond_policies

SLUG = "url-shortener"


def attempt(api: Api, learner: Caller) -> dict[str, Any]:
    """Submit the reference design and return the attempt."""
    body = {"kind": "system_design", "design": reference_design(SLUG)}
    made: dict[str, Any] = api.post(attempts_path(), learner, json=body).json()
    return made


def test_a_known_version_is_not_sent_again_and_grades_alike(
    api: Api, learner: Caller, fresh_database: dict[str, str]
) -> None:
    repository._known.clear()
    admitted = admit(api, learner, SLUG)
    first = attempt(api, admitted)
    known = copy.deepcopy(repository._known[SLUG, 1])
    assert known.content["test_cases"]
    again = attempt(api, admitted)
    assert (again["test_results"], again["score"]) == (first["test_results"], first["score"])
    assert repository._known[SLUG, 1] == known


def test_the_next_version_is_read_at_once(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    admitted = admit(api, learner, SLUG)
    named = results_of(attempt(api, admitted), "visible")[0]
    known = repository._known[SLUG, 1].version_id
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, SLUG, 1, {named["id"]: "points"})
    assert [result["id"] for result in results_of(attempt(api, admitted), "points")] == [named["id"]]
    assert repository._known[SLUG, 1].version_id != known


def test_a_level_whose_version_is_known_is_answered_without_its_content(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    attempt(api, admit(api, learner, SLUG))
    with beyond_policies(fresh_database, admin_url) as connection:
        read = (
            "with live as (select v.id from content.challenge_versions as v inner join curriculum.challenges as c"
            " on c.id = v.challenge_id where v.is_active and c.slug = %s)"
            " select l.level_published, l.test_cases is null, f.test_cases is null from live"
            " cross join lateral progress.level_to_grade(%s, 1, live.id) as l"
            " cross join lateral progress.level_to_grade(%s, 1, null) as f"
        )
        assert connection.execute(read.encode(), [SLUG, SLUG, SLUG]).fetchall() == [(True, True, False)]
