"""Publications that wait, what ends them, and what happens when several people act at once."""

from datetime import timedelta
from functools import partial
from typing import Any

import psycopg
import pytest

from progressive_flow.curriculum.items import drafts
from progressive_flow.curriculum.items.models import DraftToSave
from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import runner
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, ItemChanges, NewPublication
from tests.support import proofs
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.learning import beyond_policies
from tests.support.made import track
from tests.support.publishing import CHANGELOG, Staff, approve, challenge, check, go_live, publish, save, staff
from tests.support.scene import one
from tests.support.task_kinds import dispatches, minutes_later

VERSIONS = """
select count(*)
from content.item_versions as v inner join identity.organizations as o on o.id = v.organization_id
where o.slug = %s
"""


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
    monkeypatch.setattr(service, "GRADER_VERSION", 999)
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


def act(by: Caller, call: Any) -> Any:
    """Do something as a caller, in a transaction of its own; return what refused it."""
    try:
        with transactions.begin(proofs.principal(by.id), role="staff") as db:
            done = call(db)
    except psycopg.Error as error:
        return str(error.diag.constraint_name)
    return getattr(done, "state", "done")


@pytest.mark.parametrize("number", range(3))
def test_of_two_publications_at_once_one_goes_live(
    api: Api, people: Staff, clouds: Clouds, number: int, fresh_database: dict[str, str], admin_url: str
) -> None:
    revision = ready(api, people, clouds)
    item = Address(people.organization, "track", "made-track")
    new = NewPublication(revision=revision, changelog=CHANGELOG)
    outcomes = at_once([partial(act, people.reviewer, lambda db: service.publish(db, item, new))] * 2)
    assert sorted(outcomes) == ["live", "unchecked"]
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, VERSIONS, people.organization) == 1


@pytest.mark.parametrize("number", range(3))
def test_a_save_while_it_is_published_changes_nothing_of_what_goes_live(
    api: Api, people: Staff, clouds: Clouds, number: int
) -> None:
    revision = ready(api, people, clouds)
    item = Address(people.organization, "track", "made-track")
    new = NewPublication(revision=revision, changelog=CHANGELOG)
    draft = DraftToSave(document=track() | {"title": "Never reviewed"})
    outcomes = at_once(
        [
            partial(act, people.reviewer, lambda db: service.publish(db, item, new)),
            partial(act, people.author, lambda db: drafts.save_draft(db, *item, draft)),
        ]
    )
    assert outcomes in (["live", "live"], ["live", "draft"])
    shown = api.get(f"/v1/tracks/{people.organization}:made-track", people.author).json()
    assert shown["title"] == "Made"


@pytest.mark.parametrize("number", range(3))
def test_an_archive_and_a_challenge_that_needs_it_exclude_each_other(
    api: Api, people: Staff, clouds: Clouds, number: int
) -> None:
    go_live(api, people, clouds, track())
    save(api, people, challenge())
    path = people.path("challenge", "static-website")
    assert check(api, people, clouds, path)["state"] == "passed"
    approve(api, people, path, 1)
    item = Address(people.organization, "challenge", "static-website")
    new = NewPublication(revision=1, changelog=CHANGELOG)
    outcomes = at_once(
        [
            partial(act, people.reviewer, lambda db: service.publish(db, item, new)),
            partial(
                act,
                people.administrator,
                lambda db: service.change_item(
                    db, people.organization, "track", "made-track", ItemChanges(archived=True)
                ),
            ),
        ]
    )
    assert outcomes in (["live", "item-needed"], ["misplaced", "archived"])
