"""Items that are checked, reviewed and published over the API."""

from datetime import timedelta
from typing import Any, NamedTuple

import httpx

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import runner
from tests.support import authoring, made
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.membership import create, joined
from tests.support.task_kinds import dispatches

CHANGELOG = "It says more than before."


class Staff(NamedTuple):
    """An organization and who works in it."""

    organization: str
    author: Caller
    reviewer: Caller
    administrator: Caller

    def path(self, kind: str = "track", slug: str = "made-track") -> str:
        """Return the path of an item."""
        return authoring.path(self.organization, slug, kind)


def staff(api: Api, administrator: Caller, **body: Any) -> Staff:
    """Make an organization with an author, a reviewer and an administrator."""
    slug = create(api, administrator, **body)
    people = [joined(api, administrator, slug, role) for role in ("author", "reviewer", "org_admin")]
    return Staff(slug, *people)


def save(api: Api, people: Staff, document: dict[str, Any]) -> int:
    """Save the draft of an item over what is there; return its revision."""
    there = api.get(people.path(authoring.kind_of(document), document["slug"]), people.author).status_code == 200
    saved = authoring.save(
        api, people.author, people.organization, document, headers={"if-match": "*"} if there else {}
    )
    assert saved.status_code == 200, saved.text
    return int(saved.json()["revision"])


def check(api: Api, people: Staff, clouds: Clouds, path: str, **body: Any) -> dict[str, Any]:
    """Check a draft, its last revision if none is named; return what was found."""
    asked = api.post(f"{path}/checks", people.author, json=body)
    assert asked.status_code == 202, asked.text
    for dispatch in dispatches(clouds):
        runner.run_task(*dispatch)
    found: dict[str, Any] = api.get(asked.headers["location"], people.author).json()
    return found


def approve(api: Api, people: Staff, path: str, revision: int) -> None:
    """Approve a revision."""
    response = api.request("PUT", f"{path}/revisions/{revision}/review", people.reviewer, json={"verdict": "approved"})
    assert response.status_code == 200, response.text


def ready(api: Api, people: Staff, clouds: Clouds, **changes: Any) -> int:
    """Save a track, have it checked and approved; return its revision."""
    revision = save(api, people, made.track() | changes)
    assert check(api, people, clouds, people.path())["state"] == "passed"
    approve(api, people, people.path(), revision)
    return revision


def publish_due() -> dict[str, int]:
    """Run the minute job that publishes what is due; return how many had which outcome, those of none left out."""
    done: dict[str, int] = registry.load("functions.scheduled.publish_due")({}, None)
    return {name: done[name] for name in ("live", "failed", "waiting", "cancelled") if done[name]}


def publication_states(api: Api, people: Staff) -> list[str]:
    """Return the states of the track's publications, newest first."""
    return [row["state"] for row in api.get(f"{people.path()}/publications", people.author).json()["items"]]


def later(minutes: int = 5) -> str:
    """Return an instant to come."""
    return (clock.now() + timedelta(minutes=minutes)).isoformat()


def publish(api: Api, people: Staff, path: str, **body: Any) -> httpx.Response:
    """Publish as the reviewer."""
    return api.post(f"{path}/publications", people.reviewer, json={"changelog": CHANGELOG, **body})


def go_live(api: Api, people: Staff, clouds: Clouds, document: dict[str, Any], **body: Any) -> dict[str, Any]:
    """Save, check, approve and publish a document; return the publication."""
    path = people.path(authoring.kind_of(document), document["slug"])
    revision = save(api, people, document)
    found = check(api, people, clouds, path)
    assert found["state"] == "passed", found["report"]
    approve(api, people, path, revision)
    published = publish(api, people, path, revision=revision, **body)
    assert published.status_code == 201, published.text
    for dispatch in dispatches(clouds):
        runner.run_task(*dispatch)
    done: dict[str, Any] = published.json()
    return done


def challenge(**changes: Any) -> dict[str, Any]:
    """Return the document of a challenge in the track that tests make."""
    document = made.challenge() | {
        "track": "made-track",
        "lesson": "made-track-lesson",
        "order": 1,
        "prerequisites": [],
    }
    return document | changes
