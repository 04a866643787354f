"""PATCH …/items/{kind}/{slug}: what is archived, brought back and handed on."""

from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.made import track
from tests.support.membership import create, joined
from tests.support.publishing import Staff, challenge, go_live, save


def test_nobody_begins_what_is_archived_and_what_was_done_stays(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    go_live(api, people, clouds, track())
    go_live(api, people, clouds, challenge())
    member = joined(api, administrator, people.organization, "learner")
    path, ref = people.path("challenge", "static-website"), f"{people.organization}:static-website"
    problem(api.patch(people.path(), people.administrator, json={"archived": True}), 409, "item-needed")
    for _ in range(2):
        archived = api.patch(path, people.administrator, json={"archived": True})
        assert (archived.status_code, archived.json()["state"]) == (200, "archived")
    problem(api.get(f"/v1/challenges/{ref}", member), 404, "not-found")
    sent = {"document": challenge(title="Changed")}
    changed = api.request("PUT", path, people.author, json=sent, headers={"if-match": "*"})
    problem(changed, 409, "item-archived")
    problem(api.patch(path, people.author, json={"archived": False}), 403, "forbidden")
    assert api.patch(people.path(), people.administrator, json={"archived": True}).json()["state"] == "archived"
    problem(api.patch(path, people.administrator, json={"archived": False}), 409, "misplaced")
    assert api.patch(people.path(), people.administrator, json={"archived": False}).json()["state"] == "live"
    assert api.patch(path, people.administrator, json={"archived": False}).json()["state"] == "live"
    assert api.get(f"/v1/challenges/{ref}", member).json()["unlocked"] is True


def test_a_draft_is_deleted_and_not_archived(api: Api, people: Staff, clouds: Clouds) -> None:
    save(api, people, track())
    problem(api.patch(people.path(), people.administrator, json={"archived": True}), 409, "item-unpublished")
    assert api.patch(people.path(), people.administrator, json={"archived": False}).status_code == 200
    go_live(api, people, clouds, track())
    problem(api.request("DELETE", people.path(), people.author), 409, "item-published")


def test_a_draft_is_handed_on_to_an_author(api: Api, people: Staff, administrator: Caller) -> None:
    save(api, people, track())
    second = joined(api, administrator, people.organization, "author")
    learner = joined(api, administrator, people.organization, "learner")
    names = [api.get("/v1/me", caller).json()["username"] for caller in (second, learner)]
    problem(api.patch(people.path(), people.administrator, json={"owner": names[1]}), 422, "owner-unfit")
    given = api.patch(people.path(), people.administrator, json={"owner": names[0].upper()})
    assert (given.status_code, given.json()["owner"]) == (200, names[0])
    headers = {"if-match": "*"}
    sent = {"document": track() | {"title": "Mine"}}
    problem(api.request("PUT", people.path(), people.author, json=sent, headers=headers), 403, "not-the-owner")
    assert api.request("PUT", people.path(), second, json=sent, headers=headers).status_code == 200


def test_drafts_may_be_shared_among_authors(api: Api, people: Staff, administrator: Caller) -> None:
    save(api, people, track())
    other = joined(api, administrator, people.organization, "author")
    sent, headers = {"document": track() | {"title": "Ours"}}, {"if-match": "*"}
    problem(api.request("PUT", people.path(), other, json=sent, headers=headers), 403, "not-the-owner")
    settings = f"/v1/organizations/{people.organization}"
    assert api.patch(settings, people.administrator, json={"shared_drafts": True}).status_code == 200
    assert api.request("PUT", people.path(), other, json=sent, headers=headers).json()["title"] == "Ours"
    problem(api.request("PUT", people.path(), people.reviewer, json=sent, headers=headers), 403, "forbidden")
    shown = api.get(people.path(), people.author).json()
    assert shown["owner"] == api.get("/v1/me", people.author).json()["username"], "it stays its owner's"


def test_strangers_learn_and_change_nothing(api: Api, people: Staff, administrator: Caller, clouds: Clouds) -> None:
    go_live(api, people, clouds, track())
    stranger = joined(api, administrator, create(api, administrator), "org_admin")
    learner = joined(api, administrator, people.organization, "learner")
    path = people.path()
    for caller in (stranger, learner):
        for address in ("/versions", "/versions/1", "/publications", "/checks/1"):
            problem(api.get(path + address, caller), 403, "forbidden")
        problem(api.post(f"{path}/checks", caller, json={}), 403, "forbidden")
        sent = {"restored_from": 1, "changelog": "Nothing of mine."}
        problem(api.post(f"{path}/publications", caller, json=sent), 403, "forbidden")
        problem(api.patch(path, caller, json={"archived": True}), 403, "forbidden")
    problem(api.post(f"{path}/publications", people.author, json=sent), 403, "forbidden")


def test_public_content_comes_from_its_files(api: Api, administrator: Caller, fresh_database: dict[str, str]) -> None:
    path = "/v1/organizations/public/items/challenge/url-shortener"
    assert api.get(path, administrator).json()["document"]["title"]
    assert [row["label"] for row in api.get(f"{path}/versions", administrator).json()["items"]] == ["v1.0"]
    problem(api.patch(path, administrator, json={"archived": True}), 409, "managed-by-files")
    sent = {"restored_from": 1, "changelog": "Back to before."}
    problem(api.post(f"{path}/publications", administrator, json=sent), 409, "managed-by-files")
