"""/v1/organizations/{organization}/exports: the drafts as a zip, which an import reads back without a change."""

import httpx

from tests.support import authoring
from tests.support.api import Api, Caller, problem
from tests.support.bundles import exported, planned, unzipped
from tests.support.clouds import Clouds
from tests.support.made import page, track
from tests.support.membership import create, joined
from tests.support.publishing import Staff, challenge, go_live
from tests.support.task_kinds import dispatches

NOBODYS = "00000000-0000-7000-8000-00000000000f"


def test_an_export_is_the_drafts_and_changes_nothing_when_it_is_imported(
    api: Api, people: Staff, clouds: Clouds
) -> None:
    for document in (track(), challenge(), page()):
        authoring.save(api, people.author, people.organization, document)
    found, body = exported(api, people.author, people.organization, clouds)
    assert (found["state"], found["items"], found["bytes"]) == ("done", 3, len(body))
    url = httpx.URL(found["url"])
    assert (url.params["X-Amz-Expires"], url.path.rpartition("/")[2]) == ("900", f"{found['id']}.zip")
    files = unzipped(body)
    assert list(files) == [
        *("tracks.yaml", "made-track/static-website/challenge.yaml", "made-track/static-website/statement.md"),
        *("pages/made-page.md", "export.yaml"),
    ]
    assert files["tracks.yaml"].startswith("tracks:\n- slug: made-track\n  title: Made\n")
    assert files["pages/made-page.md"].endswith("---\n# A page\n\nIt says something.\n")
    read = planned(api, people.author, people.organization, clouds, body)
    assert read["plan"] | {"unchanged": 3} == {
        "added": 0, "changed": 0, "unchanged": 3, "conflicts": 0, "changes": [], "absent": [], "ignored": [], "problems": [],
    }  # fmt: skip
    assert exported(api, people.author, people.organization, clouds)[1] == body, "equal drafts make equal bytes"


def test_one_track_is_exported_without_the_others_and_without_what_is_archived(
    api: Api, people: Staff, clouds: Clouds
) -> None:
    go_live(api, people, clouds, track())
    go_live(api, people, clouds, page())
    go_live(api, people, clouds, page("gone", order=2))
    other = track("other-track") | {"order": 2}
    authoring.save(api, people.author, people.organization, other)
    assert api.patch(people.path("page", "gone"), people.administrator, json={"archived": True}).status_code == 200
    found, body = exported(api, people.reviewer, people.organization, clouds, track="made-track")
    assert (found["track"], found["items"]) == ("made-track", 2)
    assert list(unzipped(body)) == ["tracks.yaml", "pages/made-page.md", "export.yaml"]
    refused = api.post(f"/v1/organizations/{people.organization}/exports", people.author, json={"track": "no-such"})
    problem(refused, 404, "not-found")


def test_an_empty_organization_is_exported(api: Api, people: Staff, clouds: Clouds) -> None:
    found, body = exported(api, people.author, people.organization, clouds)
    assert (found["items"], list(unzipped(body))) == (0, ["export.yaml"])


def test_who_may_not_read_drafts_exports_none(api: Api, people: Staff, administrator: Caller, clouds: Clouds) -> None:
    path = f"/v1/organizations/{people.organization}/exports"
    made = api.post(path, people.author, json={})
    assert (made.status_code, made.json()["url"], len(dispatches(clouds))) == (202, None, 1)
    other = create(api, administrator)
    stranger = joined(api, administrator, other, "author")
    for caller in (stranger, joined(api, administrator, people.organization)):
        problem(api.post(path, caller, json={}), 403, "forbidden")
        problem(api.get(made.headers["location"], caller), 403, "forbidden")
    problem(api.get(f"{path}/{NOBODYS}", people.author), 404, "not-found")
    problem(api.get(f"/v1/organizations/{other}/exports/{made.json()['id']}", stranger), 404, "not-found")
