"""Publications that wait, and what ends them."""

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import runner
from progressive_flow.learning.publishing import checking, service
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies, pointers
from tests.support.made import track
from tests.support.publishing import (
    Staff,
    challenge,
    check,
    go_live,
    later,
    publication_states,
    publish,
    publish_due,
    ready,
    save,
    staff,
)
from tests.support.task_kinds import dispatches, minutes_later


def test_what_is_scheduled_goes_live_when_it_is_due(api: Api, people: Staff, clouds: Clouds) -> None:
    revision = ready(api, people, clouds)
    assert publish(api, people, people.path(), revision=revision, scheduled_at=later()).json()["state"] == "scheduled"
    assert publish_due() == {}
    problem(publish(api, people, people.path(), revision=revision), 409, "publication-scheduled")
    save(api, people, track() | {"title": "The next draft"})
    with minutes_later(6):
        assert publish_due() == {"live": 1}
        assert publish_due() == {}
    assert publication_states(api, people) == ["live"]
    shown = api.get(f"/v1/tracks/{people.organization}:made-track", people.author).json()
    assert shown["title"] == "Made", "what was approved, not what was saved since"


def test_what_is_cancelled_never_goes_live(api: Api, people: Staff, clouds: Clouds) -> None:
    revision = ready(api, people, clouds)
    made = publish(api, people, people.path(), revision=revision, scheduled_at=later()).json()
    path = f"{people.path()}/publications/{made['id']}"
    problem(api.request("DELETE", path, people.author), 403, "forbidden")
    assert api.request("DELETE", path, people.reviewer).status_code == 204
    problem(api.request("DELETE", path, people.reviewer), 409, "publication-finished")
    with minutes_later(6):
        assert publish_due() == {}
    assert publication_states(api, people) == ["cancelled"]


def test_what_no_longer_fits_when_it_is_due_fails_with_its_reason(api: Api, people: Staff, clouds: Clouds) -> None:
    revision = ready(api, people, clouds)
    made = publish(api, people, people.path(), revision=revision, scheduled_at=later()).json()
    go_live(api, people, clouds, track("another-track"))
    with minutes_later(6):
        assert publish_due() == {"failed": 1}
    shown = api.get(f"{people.path()}/publications/{made['id']}", people.author).json()
    assert (shown["state"], shown["version"], shown["problem"]["kind"]) == ("failed", None, "misplaced")
    assert "another-track" in shown["problem"]["detail"]


def test_another_grader_checks_again_before_it_goes_live(
    api: Api, people: Staff, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = ready(api, people, clouds)
    publish(api, people, people.path(), revision=revision, scheduled_at=later())
    for module in (service, checking):
        monkeypatch.setattr(module, "GRADER_VERSION", 999)
    with minutes_later(6):
        assert publish_due() == {"waiting": 1}
        registry.load("functions.scheduled.requeue_tasks")({}, None)
    with minutes_later(8):
        registry.load("functions.scheduled.requeue_tasks")({}, None)
        assert [runner.run_task(*dispatch) for dispatch in dispatches(clouds)] == ["done"]
        assert publish_due() == {"live": 1}


def test_a_check_that_was_lost_ends(
    api: Api, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    save(api, people, track())
    asked = api.post(f"{people.path()}/checks", people.author, json={})
    assert (asked.json()["state"], asked.headers["retry-after"]) == ("running", "1")
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "update platform.tasks set state = 'failed', payload = '{}', finished_at = created_at where kind = 'check_item'"
        )
    with minutes_later(5):
        publish_due()
    shown = api.get(asked.headers["location"], people.author).json()
    assert (shown["state"], shown["report"]["problems"][0]["message"]) == (
        "failed",
        "The check was not completed: ask for it again.",
    )
    dispatches(clouds)  # of the first one
    assert check(api, people, clouds, people.path())["state"] == "passed"


def test_a_revision_that_waits_is_kept_however_often_the_draft_is_saved(
    api: Api, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    revision = ready(api, people, clouds)
    publish(api, people, people.path(), revision=revision, scheduled_at=later())
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("update content.items set revision = 600 where slug = 'made-track'")
        connection.execute(
            "insert into content.item_revisions (item_id, organization_id, revision, document, bytes, content_hash, created_at)"
            " select item_id, organization_id, 600, document, bytes, sha256('x'), created_at from content.item_revisions"
            " where revision = %s",
            [revision],
        )
    save(api, people, track() | {"title": "The last of many"})
    with minutes_later(6):
        assert publish_due() == {"live": 1}


def test_one_that_cannot_be_published_holds_up_no_other(
    api: Api, administrator: Caller, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    other = staff(api, administrator)
    for each in (people, other):
        publish(api, each, each.path(), revision=ready(api, each, clouds), scheduled_at=later())
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "update content.publications as p set label = 'no label' from identity.organizations as o"
            " where o.id = p.organization_id and o.slug = %s",
            [people.organization],
        )
    with minutes_later(6):
        assert publish_due() == {"live": 1, "failed": 1}
    assert (publication_states(api, people), publication_states(api, other)) == (["failed"], ["live"])


def test_a_level_that_learners_passed_does_not_go(api: Api, people: Staff, clouds: Clouds) -> None:
    go_live(api, people, clouds, track())
    go_live(api, people, clouds, challenge())
    document = challenge(level_count=4)
    document["levels"] = document["levels"][:4]
    for weaker in document["weaker_designs"]:
        del weaker["expected"][5]
    save(api, people, document)
    path = people.path("challenge", "static-website")
    found = check(api, people, clouds, path)
    assert "The live version has level 5: keep it, or publish this as another challenge." in [
        row["message"] for row in found["report"]["problems"]
    ]
    assert found["report"]["solutions"] is None, "none is tried while a problem stands against the revision"


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-12-01T00:00:00"])
def test_an_instant_that_is_none_is_pointed_at(api: Api, people: Staff, clouds: Clouds, at: str) -> None:
    response = publish(api, people, people.path(), revision=1, scheduled_at=at)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/scheduled_at"]


def test_what_does_not_exist_is_not_found(api: Api, people: Staff, clouds: Clouds) -> None:
    revision = ready(api, people, clouds)
    problem(publish(api, people, people.path(), revision=revision + 1), 404, "not-found")
    problem(publish(api, people, people.path(), restored_from=1), 404, "not-found")
    problem(api.get(f"{people.path()}/versions/2147483647", people.author), 404, "not-found")
    problem(api.get(f"{people.path()}/checks/{revision + 1}", people.author), 404, "not-found")
    problem(api.post(f"{people.path()}/checks", people.author, json={"revision": revision + 1}), 404, "not-found")
