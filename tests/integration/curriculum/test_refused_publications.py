"""Publications that are refused, held up or cancelled at the moment when they are due."""

import threading
from collections.abc import Callable

import pytest

from progressive_flow_local.processes import wait_until
from tests.support.api import Api, Caller, new_caller
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.learning import beyond_policies
from tests.support.membership import remove
from tests.support.publishing import Staff, later, publication_states, publish, publish_due, ready, staff
from tests.support.scene import one
from tests.support.task_kinds import minutes_later

WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"


def remove_the_reviewer(api: Api, people: Staff) -> None:
    """End the membership of who asked for the publication."""
    assert remove(api, people.administrator, people.organization, people.reviewer).status_code == 204


def close_the_organization(api: Api, people: Staff) -> None:
    """Close the organization as the platform's administrator."""
    path = f"/v1/organizations/{people.organization}"
    assert api.patch(path, new_caller("platform_admin"), json={"status": "closed"}).status_code == 200


@pytest.mark.parametrize("is_operators", [False, True])
def test_who_was_erased_publishes_nothing_later(
    api: Api, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str, is_operators: bool
) -> None:
    publish(api, people, people.path(), revision=ready(api, people, clouds), scheduled_at=later())
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("update content.publications set is_operators = %s", [is_operators])
    name = api.get("/v1/me", people.reviewer).json()["username"]
    assert api.request("DELETE", "/v1/me", people.reviewer, params={"confirm": name}).status_code == 204
    with minutes_later(6):
        assert publish_due() == {"failed": 1}


def test_what_somebody_holds_waits_and_holds_up_no_other(
    api: Api, administrator: Caller, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    other = staff(api, administrator)
    for each in (people, other):
        publish(api, each, each.path(), revision=ready(api, each, clouds), scheduled_at=later())
    with beyond_policies(fresh_database, admin_url) as loading, loading.transaction():
        loading.execute(
            "select curriculum.lock_catalogue(o.id) from identity.organizations as o where o.slug = %s",
            [people.organization],
        )
        with minutes_later(6):
            assert publish_due() == {"live": 1, "waiting": 1}
    with minutes_later(6):
        assert publish_due() == {"live": 1}


def test_a_refused_publication_that_is_cancelled_meanwhile_stays_cancelled(
    api: Api, people: Staff, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    """A refusal gives the item's lock back, so that a cancellation may come before the failure is noted."""
    publish(api, people, people.path(), revision=ready(api, people, clouds), scheduled_at=later())
    remove_the_reviewer(api, people)
    urls = fresh_database, admin_url
    with beyond_policies(*urls) as connection, beyond_policies(*urls) as watching:
        held = threading.Event()

        def cancel() -> None:
            with connection.transaction():
                connection.execute("update content.publications set state = 'cancelled', finished_at = now()")
                held.set()
                assert wait_until(lambda: one(watching, WAITING) == 1, 30)

        def run() -> dict[str, int]:
            assert held.wait(30)
            return publish_due()

        with minutes_later(6):
            _, done = at_once([cancel, run])
    assert done == {"cancelled": 1}
    assert publication_states(api, people) == ["cancelled"]


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
        assert publish_due() == {"failed": 1}
    with beyond_policies(fresh_database, admin_url) as connection:
        assert one(connection, "select problem ->> 'kind' from content.publications") == "forbidden"
