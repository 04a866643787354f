"""What the platform writes to the outbox is exactly what the events' models say, for every topic there is."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import psycopg
import pytest
from pydantic import ValidationError
from pydantic_core import to_json

from progressive_flow.kernel import clock
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.events.models import Event
from progressive_flow.learning.jobs import reconciliation
from tests.support import bundles, outside_kind, publishing, uploading
from tests.support.achievements import Holder, restore, revoke
from tests.support.api import Api, Caller, new_caller
from tests.support.assessing import PATH, answers, begin, respond
from tests.support.clouds import Clouds
from tests.support.content import reference_design
from tests.support.learning import attempts_path, award, beyond_policies, pass_level
from tests.support.made import track
from tests.support.membership import create, joined
from tests.support.task_kinds import dispatches, enqueue_kind
from tests.support.tenants import join, make_tenant

LEVELS = 5
MILESTONE = 7  # days of the first streak that pays
EVENING = time(19, tzinfo=UTC)
Produce = Callable[[Api, Caller, psycopg.Connection, Clouds], None]


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A database of its own, beyond policies."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


def complete_a_challenge(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Pass every level of a challenge that another one needs."""
    for level in range(1, LEVELS + 1):
        pass_level(api, learner, "data-modeling-basics", level)


def fail_an_attempt(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Submit half a design."""
    design = reference_design("static-website")
    half = {"kind": "system_design", "design": {**design, "nodes": design["nodes"][:1], "edges": []}}
    assert api.post(attempts_path("static-website"), learner, json=half).json()["passed"] is False


def keep_a_streak(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Pass a level each day until the first milestone, and be reminded the day after."""
    today = clock.now()
    for day in range(MILESTONE):
        with clock.moved_to(today + timedelta(days=day)):
            pass_level(api, learner, "static-website")
    evening = datetime.combine(today + timedelta(days=MILESTONE), EVENING)
    with clock.moved_to(evening):
        assert registry.load("functions.scheduled.remind_streaks")({}, None) == {"reminded": 1}


def master_a_skill(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Bring a skill to its first level, and to its last."""
    api.get("/v1/me", learner)
    award(world, learner.id, 1_000, clock.now())
    for points in (50, 100):
        assert api.post("/v1/me/skills/durable-writes/points", learner, json={"points": points}).status_code == 201


def take_assessments(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Be assessed, be placed in a track, and let somebody else skip."""
    for type_, fields in (("initial", {}), ("track_placement", {"track": "concepts"})):
        started = begin(api, learner, type_, **fields)
        respond(api, learner, started, answers(world, started))
    assert api.post(PATH, new_caller(), json={"type": "initial", "skip": True}).status_code == 201


def publish_to_members(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Publish in the organization of a learner, and let the task do what follows."""
    tenant = make_tenant(world)
    api.get("/v1/me", learner)
    join(world, tenant.id, learner.id)
    with transactions.begin(role="scheduler") as db:
        db.at -= timedelta(minutes=1)
        reconciliation.follow_publication(db, tenant.id)
    registry.load("functions.scheduled.requeue_tasks")({}, None)
    (consumer,) = (each for each in registry.consumers() if each.declaration.name == "run_task")
    [dispatch] = dispatches(clouds)
    payload = {"id": str(dispatch.id), "nonce": str(dispatch.nonce), "kind": dispatch.kind}
    conforms("task.queued", payload)
    assert consumer.run(payload)["state"] == "done"


def leave(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Erase a learner who has events."""
    pass_level(api, learner, "static-website")
    name = api.get("/v1/me", learner).json()["username"]
    assert api.request("DELETE", "/v1/me", learner, params={"confirm": name}).status_code == 204


def request_an_account(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Let somebody in, as an administrator."""
    body = {"email": f"{learner.id.hex}@example.com", "display_name": "Ada"}
    assert api.post("/v1/admin/users", new_caller("platform_admin"), json=body).status_code == 202


def revoke_and_restore_an_achievement(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Take away what a first pass unlocked, and give it back."""
    holder, administrator = Holder(api, learner), new_caller("platform_admin")
    assert revoke(api, administrator, holder).status_code == 201
    assert restore(api, administrator, holder).status_code == 200


def import_drafts(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Import a track into an organization."""
    administrator = new_caller("platform_admin")
    slug = create(api, administrator)
    bundles.imported(api, administrator, slug, clouds, track())


def run_an_organization(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Create an organization, let a member join, change and leave, close it and open it again."""
    administrator = new_caller("platform_admin")
    api.get("/v1/me", learner)
    assert api.post("/v1/organizations", administrator, json={"slug": "acme", "name": "Acme"}).status_code == 201
    member = f"/v1/organizations/acme/members/{learner.id}"
    for roles in (["learner"], ["author"]):
        assert api.request("PUT", member, administrator, json={"roles": roles}).status_code == 200
    assert api.request("DELETE", member, administrator).status_code == 204
    for status in ("closed", "active"):
        assert api.patch("/v1/organizations/acme", administrator, json={"status": status}).status_code == 200


def review_an_item(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Let an author save a draft and an administrator of the platform ask for changes."""
    administrator = new_caller("platform_admin")
    slug = create(api, administrator)
    author = joined(api, administrator, slug, "author")
    path = f"/v1/organizations/{slug}/items/track/made-track"
    assert api.request("PUT", path, author, json={"document": track()}).status_code == 200
    body = {"verdict": "changes_requested"}
    assert api.request("PUT", f"{path}/revisions/1/review", administrator, json=body).status_code == 200


def publish_an_item(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Publish a track, archive it and bring it back."""
    people = publishing.staff(api, new_caller("platform_admin"))
    publishing.go_live(api, people, clouds, track())
    for archived in (True, False):
        assert api.patch(people.path(), people.administrator, json={"archived": archived}).status_code == 200


def upload_files(api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds) -> None:
    """Upload a file that is clean, and one that is not what it should be."""
    administrator = new_caller("platform_admin")
    slug = create(api, administrator)
    for body, media_type in ((b"A text.", "text/plain"), (b"no image", "image/png")):
        made = uploading.requested(api, administrator, slug, body, media_type)
        uploading.arrive(clouds, made, body)
        for payload in uploading.inspections(clouds):
            conforms("upload.inspected", payload)
            uploading.record(payload)


PRODUCERS: dict[Produce, set[str]] = {
    request_an_account: {"account.requested"},
    complete_a_challenge: {"attempt.graded", "challenge.completed", "achievement.unlocked"},
    revoke_and_restore_an_achievement: {"achievement.revoked", "achievement.restored"},
    fail_an_attempt: {"attempt.graded"},
    keep_a_streak: {"streak.reached", "streak.reminder"},
    master_a_skill: {"skill.unlocked", "skill.mastered"},
    take_assessments: {"assessment.completed", "assessment.skipped"},
    publish_to_members: {"challenge.opened"},
    run_an_organization: {
        "organization.created",
        "organization.closed",
        "organization.opened",
        "member.joined",
        "member.changed",
        "member.left",
    },
    review_an_item: {"item.reviewed"},
    publish_an_item: {"item.published", "item.archived", "item.restored"},
    upload_files: {"upload.clean", "upload.rejected"},
    import_drafts: {"import.applied"},
    leave: {"user.erased", "attempt.graded"},
}
ON_THE_BUS_ALONE = {"task.answered", "task.queued", "task.sent", "upload.inspected"}


def conforms(topic: str, payload: dict[str, Any]) -> Event:
    """Validate a payload as the JSON that consumers get: without conversions, and without a field too many or too few."""
    event = registry.events()[topic].model_validate_json(to_json(payload), strict=True, extra="forbid")
    assert event.model_fields_set == registry.events()[topic].model_fields.keys()
    return event


@pytest.mark.parametrize("produce", PRODUCERS, ids=lambda produce: produce.__name__)
def test_what_is_written_is_what_the_model_says(
    api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds, produce: Produce
) -> None:
    produce(api, learner, world, clouds)
    rows = world.execute("select topic, payload from platform.outbox").fetchall()
    for topic, payload in rows:
        conforms(topic, payload)
    assert {topic for topic, _ in rows} >= PRODUCERS[produce]


def test_what_goes_to_a_task_outside_and_back_is_what_the_models_say(
    fresh_database: dict[str, str], learner: Caller, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    outside_kind.registered(monkeypatch)
    enqueue_kind(learner, outside_kind.PARENT, {"words": ["one", "mum"]})
    topics = ("task.queued", "task.queued", "task.sent", "task.answered")
    for topic in topics:
        events = outside_kind.heard(clouds, topic)
        assert events
        for event in events:
            conforms(topic, event["detail"]["payload"])
        outside_kind.deliver(*events)


def test_every_topic_is_produced() -> None:
    assert set[str]().union(*PRODUCERS.values()) | ON_THE_BUS_ALONE == registry.events().keys()


def test_lists_of_what_was_unlocked_are_not_empty(
    api: Api, learner: Caller, world: psycopg.Connection, clouds: Clouds
) -> None:
    """So that the models of their elements are compared too."""
    complete_a_challenge(api, learner, world, clouds)
    take_assessments(api, learner, world, clouds)
    unlocked = "select max(jsonb_array_length(payload -> 'unlocked')) from platform.outbox where topic = %s"
    for topic in ("challenge.completed", "assessment.completed"):
        row = world.execute(unlocked, [topic]).fetchone()
        assert row
        assert row[0] > 0


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("user.erased", {"user_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071", "name": "one too many"}),
        ("user.erased", {}),
        ("streak.reminder", {"days": "7"}),
        (
            "challenge.completed",
            {
                "challenge_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071",
                "challenge": "x",
                "title": "X",
                "unlocked": [{"id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071", "slug": "y", "title": "Y", "nested": 1}],
            },
        ),
    ],
)
def test_a_payload_of_another_shape_is_found(topic: str, payload: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        conforms(topic, payload)
