"""Bytes are counted under a lock, and of two reports one counts: each from a connection of its own."""

from functools import partial

import psycopg
import pytest

from progressive_flow.content.uploads import requesting
from progressive_flow.content.uploads.models import NewUpload
from progressive_flow.kernel.database import transactions
from tests.support import proofs
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.made import new_upload
from tests.support.membership import joined
from tests.support.uploading import arrive, inspections, path, record, requested


@pytest.fixture
def slug(fresh_database: dict[str, str], slug: str) -> str:
    """Return an organization in a database of the test's own."""
    return slug


@pytest.mark.usefixtures("clouds")
def test_two_that_do_not_fit_together_are_not_both_taken(api: Api, administrator: Caller, slug: str) -> None:
    author = joined(api, administrator, slug, "author")
    api.patch(f"/v1/organizations/{slug}", administrator, json={"max_bytes": 15})

    def request(body: bytes) -> str:
        try:
            with transactions.begin(proofs.principal(author.id), role="staff") as db:
                requesting.request_upload(db, slug, NewUpload(**new_upload(body)))
        except psycopg.Error as error:
            return str(error.diag.constraint_name)
        return "taken"

    assert sorted(at_once([partial(request, letter * 10) for letter in (b"a", b"b")])) == ["bytes-full", "taken"]
    assert len(api.get(path(slug), administrator).json()["items"]) == 1


def test_a_report_that_comes_twice_at_once_counts_once(
    api: Api, administrator: Caller, slug: str, clouds: Clouds
) -> None:
    made = requested(api, administrator, slug, b"A text.")
    arrive(clouds, made, b"A text.")
    (found,) = inspections(clouds)
    outcomes = at_once([partial(record, found) for _ in range(2)])
    assert sorted(map(str, outcomes)) == ["{'clean': 1}", "{'ignored': 1}"]
    assert len(clouds.keys(clouds.media)) == 1


def test_two_equal_files_at_once_are_kept_once(api: Api, administrator: Caller, slug: str, clouds: Clouds) -> None:
    for made in [requested(api, administrator, slug, b"A text.") for _ in range(2)]:
        arrive(clouds, made, b"A text.")
    outcomes = at_once([partial(record, found) for found in inspections(clouds)])
    assert sorted(map(str, outcomes)) == ["{'clean': 1}", "{'rejected': 1}"]
    assert len(clouds.keys(clouds.media)) == 1
