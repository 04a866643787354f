"""Erasure: an organization keeps its files without who uploaded them, and a learner's own go with their objects."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import boto3
import pytest

from progressive_flow.kernel import clock, objects
from progressive_flow.kernel.declarations import registry
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.membership import create, joined
from tests.support.scene import one
from tests.support.uploading import media_key, path, uploaded

OWN = """
insert into content.uploads (
    user_id, purpose, file_name, media_type, bytes, sha256, stored_bytes, state,
    expires_at, created_at, finished_at
) values (%s, 'submission', 'own.txt', 'text/plain', 3, sha256('own'), 3, 'clean', %s, %s, %s) returning id
"""


def erase(api: Api, learner: Caller) -> None:
    name = api.get("/v1/me", learner).json()["username"]
    assert api.request("DELETE", "/v1/me", learner, params={"confirm": name}).status_code == 204


def receive(user: UUID) -> dict[str, Any]:
    """Hand the event to its consumer."""
    (consumer,) = (declared for declared in registry.consumers() if declared.declaration.name == "delete_uploads")
    return consumer.run({"user_id": str(user)})


@pytest.fixture
def own(api: Api, learner: Caller, clouds: Clouds, database: dict[str, str], admin_url: str) -> UUID:
    """Return a learner's own upload, with its object."""
    api.get("/v1/me", learner)
    now = clock.now()
    with beyond_policies(database, admin_url) as connection:
        upload: UUID = one(connection, OWN, learner.id, now + timedelta(hours=1), now, now)
    boto3.client("s3").put_object(Bucket=clouds.media, Key=media_key(str(upload), learner.id), Body=b"own")
    return upload


def test_an_organization_keeps_its_files_without_a_name(
    api: Api, administrator: Caller, clouds: Clouds, database: dict[str, str], admin_url: str
) -> None:
    slug = create(api, administrator)
    author = joined(api, administrator, slug, "author")
    kept = uploaded(api, author, slug, clouds, b"The organization's.")
    erase(api, author)
    shown = api.get(path(slug, kept["id"]), administrator).json()
    assert (shown["state"], shown["uploaded_by"]) == ("clean", None)
    with beyond_policies(database, admin_url) as connection:
        assert one(connection, "select owner_id from content.uploads where id = %s", kept["id"]) is None
    assert receive(author.id) == {"objects": 0}
    assert len(clouds.keys(clouds.media)) == 1


def test_a_learners_own_files_go(
    api: Api, learner: Caller, own: UUID, clouds: Clouds, database: dict[str, str], admin_url: str
) -> None:
    erase(api, learner)
    with beyond_policies(database, admin_url) as connection:
        assert one(connection, "select count(*) from content.uploads where id = %s", own) == 0
    assert receive(learner.id) == {"objects": 1}
    assert receive(learner.id) == {"objects": 0}
    assert clouds.keys(clouds.media) == []


def test_an_export_holds_a_learners_own_files_and_no_organizations(
    api: Api, administrator: Caller, learner: Caller, own: UUID, clouds: Clouds
) -> None:
    slug = create(api, administrator)
    assert api.request(
        "PUT", f"/v1/organizations/{slug}/members/{learner.id}", administrator, json={"roles": ["author"]}
    ).is_success
    uploaded(api, learner, slug, clouds, b"The organization's.")
    made = api.post("/v1/me/exports", learner)
    assert made.status_code == 201
    assert made.json()["tables"]["content.uploads"] == 1
    (key,) = clouds.keys(clouds.exports)
    bundle = objects.get(clouds.exports, key).decode()
    assert str(own) in bundle
    assert "own.txt" in bundle
