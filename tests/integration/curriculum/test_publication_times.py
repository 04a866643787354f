"""Publications that wait, and what ends them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import runner
from progressive_flow.learning.publishing import checking, service
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies, pointers
from tests.support.made import track
from tests.support.membership import remove
from tests.support.publishing import Staff, approve, challenge, check, go_live, publish, save, staff
from tests.support.scene import one
from tests.support.task_kinds import dispatches, minutes_later


@pytest.fixture
def people(api: Api, administrator: Caller, fresh_database: dict[str, str]) -> Staff:
    """Return an organization and who works in it."""
    return staff(api, administrator)


def ready(api: Api, people: Staff, clouds: Clouds, **changes: Any) -> int:
    """Save a track, have it checked and approved; return its revision."""
    revision = save(api, people, track() | changes)
    assert check(api, people, clouds, people.path())["state"] == "passed"
    approve(api, people, people.path(), revision)
    return revision


def due() -> dict[str, Any]:
    """Run the minute job that publishes what is due."""
    done: dict[str, Any] = registry.load("functions.scheduled.publish_due")({}, None)
    return {name: done[name] for name in ("live", "failed", "waiting")}


def states(api: Api, people: Staff) -> list[str]:
    """Return the states of the track's publications, newest first."""
    return [row["state"] for row in api.get(f"{people.path()}/publications", people.author).json()["items"]]


def later(minutes: int = 5) -> str:
    """Return an instant to come."""
    return (clock.now() + timedelta(minutes=minutes)).isoformat()


def test_what_is_scheduled_goes_live_when_it_is_due(api: Api, people: Staff, clouds: Clouds) -> None:
    revision = ready(api, people, clouds)
    assert publish(api, people, people.path(), revision=revision, scheduled_at=later()).json()["state"] == "scheduled"
    assert due() == {"live": 0, "failed": 0, "waiting": 0}
    problem(publish(api, people, people.path(), revision=revision), 409, "publication-scheduled")
    save(api, people, track() | {"title": "The next draft"})
    with minutes_later(6):
        assert due() == {"live": 1, "failed": 0, "waiting": 0}
        assert due() == {"live": 0, "failed": 0, "waiting": 0}
    assert states(api, people) == ["live"]
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
        assert due() == {"live": 0, "failed": 0, "waiting": 0}
    assert states(api, people) == ["cancelled"]


def test_what_no_longer_fits_when_it_is_due_fails_with_its_reason(api: Api, people: Staff, clouds: Clouds) -> None:
    revision = ready(api, people, clouds)
    made = publish(api, people, people.path(), revision=revision, scheduled_at=later()).json()
    go_live(api, people, clouds, track("another-track"))
    with minutes_later(6):
        assert due() == {"live": 0, "failed": 1, "waiting": 0}
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
        assert due() == {"live": 0, "failed": 0, "waiting": 1}
        registry.load("functions.scheduled.requeue_tasks")({}, None)
    with minutes_later(8):
        registry.load("functions.scheduled.requeue_tasks")({}, None)
        assert [runner.run_task(*dispatch) for dispatch in dispatches(clouds)] == ["done"]
        assert due() == {"live": 1, "failed": 0, "waiting": 0}


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
        due()
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
        assert due() == {"live": 1, "failed": 0, "waiting": 0}


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
        assert due() == {"live": 1, "failed": 1, "waiting": 0}
    assert (states(api, people), states(api, other)) == (["failed"], ["live"])


def remove_the_reviewer(api: Api, people: Staff) -> None:
    """End the membership of who asked for the publication."""
    assert remove(api, people.administrator, people.organization, people.reviewer).status_code == 204


def close_the_organization(api: Api, people: Staff) -> None:
    """Close the organization as the platform's administrator."""
    path = f"/v1/organizations/{people.organization}"
    assert api.patch(path, new_caller("platform_admin"), json={"status": "closed"}).status_code == 200


@pytest.mark.parametrize("happen", [remove_the_reviewer, close_the_organization])
def test_who_may_not_publish_any_more_publishes_nothing_later(
    api: Api,
    people: Staff,
    clouds: Clouds,
    happen: Callable[[Api, Staff], None],
    fresh_database: dict[str, str],
    admin_url: str,
) -> None:
    publish(api, people, people.path(), revision=ready(api, people, clouds), scheduled_at=later())
    happen(api, people)
    with minutes_later(6):
        assert due() == {"live": 0, "failed": 1, "waiting": 0}
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select problem ->> 'kind' from content.publications") == "forbidden"


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
