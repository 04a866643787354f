"""What happens when several people publish, save, archive and load at once."""

import json
from functools import partial
from typing import Any

import psycopg
import pytest

from progressive_flow.curriculum.authoring import service as authoring
from progressive_flow.curriculum.authoring.files import Content, Track
from progressive_flow.curriculum.items import drafts
from progressive_flow.curriculum.items.models import DraftToSave
from progressive_flow.kernel.database import transactions
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import Address, ItemChanges, NewPublication
from tests.support import proofs
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.learning import beyond_policies
from tests.support.made import track
from tests.support.publishing import CHANGELOG, Staff, approve, challenge, check, go_live, ready, save
from tests.support.scene import one

VERSIONS = """
select count(*)
from content.item_versions as v inner join identity.organizations as o on o.id = v.organization_id
where o.slug = %s
"""


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


@pytest.mark.parametrize("number", range(3))
def test_a_load_of_the_organization_and_a_publication_take_turns(
    api: Api, people: Staff, clouds: Clouds, number: int, fresh_database: dict[str, str], admin_url: str
) -> None:
    revision = ready(api, people, clouds)
    item = Address(people.organization, "track", "made-track")
    new = NewPublication(revision=revision, changelog=CHANGELOG)
    with beyond_policies(fresh_database, admin_url) as connection:
        organization = one(connection, "select id from identity.organizations where slug = %s", people.organization)
    files = Content([Track.model_validate_json(json.dumps(track() | {"title": "Of files"}))], [], {})

    def load() -> str:
        with transactions.begin(role="migrator") as db:
            authoring.load(db, files, organization)
        return "loaded"

    outcomes = at_once([load, partial(act, people.reviewer, lambda db: service.publish(db, item, new))])
    assert outcomes in (["loaded", "live"], ["loaded", "unchecked"])
