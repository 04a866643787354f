"""GET /v1/icons/{kind}/{file}: every address that the API shows leads to an icon that never changes, without a token."""

import uuid
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.gamification.icons import files
from tests.support.api import Api, Caller, problem
from tests.support.clients import example
from tests.support.learning import pass_level, pointers, walk

ADMIN = "/v1/admin/achievements"
WARM = "/v1/icons/achievements/warm-start.svg"


def address(name: str = "warm-start", kind: str = "achievements") -> str:
    """Return the address of an icon that is there."""
    found = files.address(files.named(kind, name))
    assert found is not None
    return found


def of_achievements(api: Api, learner: Caller) -> list[str]:
    rows = [row for page in walk(api, learner, "/v1/achievements", limit=100) for row in page]
    return [row["icon_url"] for row in rows if row["icon_url"]]  # other tests add some without one


def of_skills(api: Api, learner: Caller) -> list[str]:
    branches = api.get("/v1/skills", learner).json()["branches"]
    return [skill["icon_url"] for branch in branches for skill in branch["skills"] if skill["icon_url"]]


def test_every_icon_that_the_api_names_is_there(api: Api, learner: Caller) -> None:
    achievements, skills = of_achievements(api, learner), of_skills(api, learner)
    assert len(set(achievements)) >= 55
    assert len(set(skills)) >= 36
    for one in {*achievements, *skills}:
        icon = api.get(one)
        assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml"), one
        assert icon.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "default-src 'none'" in icon.headers["content-security-policy"]
        assert ET.fromstring(icon.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own files


def test_the_learners_own_lists_name_the_same_icons(api: Api, learner: Caller) -> None:
    mine = {row["slug"]: row["icon_url"] for row in api.get("/v1/me/achievements", learner).json()["items"]}
    assert mine["warm-start"] == address()
    branches = api.get("/v1/me/skills", learner).json()["branches"]
    skills = {skill["slug"]: skill["icon_url"] for branch in branches for skill in branch["skills"]}
    assert skills["consensus"] == address("consensus", "skills")


def test_what_an_attempt_unlocks_has_its_icon(api: Api, learner: Caller) -> None:
    achieved = pass_level(api, learner, "static-website", 1)["achievements"]
    assert achieved
    icons = {row["slug"]: row["icon_url"] for row in achieved}
    assert icons == {slug: address(slug) for slug in icons}


def test_an_address_names_the_content_of_its_icon(api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = address()
    (tmp_path / "achievements").mkdir()
    (tmp_path / "achievements" / "warm-start.svg").write_text("<svg/>")
    monkeypatch.setattr(files, "PACKAGED", tmp_path)
    files._address.cache_clear()
    after = address()
    assert after != before
    assert api.get(after).text == "<svg/>"
    problem(api.get(before), 404, "not-found")
    files._address.cache_clear()


def test_an_icon_that_is_gone_has_no_address() -> None:
    assert files.address("/v1/icons/achievements/no-such-icon.svg") is None
    assert files.address(None) is None


def test_an_icon_has_an_etag(api: Api) -> None:
    first = api.get(address())
    again = api.get(address(), headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")


@pytest.mark.parametrize("file", ["no-such-icon.0123456789ab.svg", "warm-start.0123456789ab.svg"])
def test_an_icon_that_is_not_there_is_not_found(api: Api, file: str) -> None:
    problem(api.get(f"/v1/icons/achievements/{file}"), 404, "not-found")


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("achievements/..%2Fachievements.yaml", "/path/file"),
        ("achievements/warm-start.svg", "/path/file"),
        ("achievements/WARM.0123456789ab.svg", "/path/file"),
        ("achievements/a%00.0123456789ab.svg", "/path/file"),
        ("achievements/a.svg.0123456789ab.svg", "/path/file"),
        ("questions/systems.0123456789ab.svg", "/path/kind"),
    ],
)
def test_no_other_file_is_shown(api: Api, path: str, pointer: str) -> None:
    response = api.get(f"/v1/icons/{path}")
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


@pytest.mark.parametrize("sent", [WARM, address()])
def test_an_administrator_names_an_icon_with_its_hash_or_without(api: Api, administrator: Caller, sent: str) -> None:
    wanted: dict[str, Any] = {**example("create_achievement"), "slug": f"made-up-{uuid.uuid4()}", "icon_url": sent}
    assert api.post(ADMIN, administrator, json=wanted).json()["icon_url"] == address()
    saved = api.get(f"{ADMIN}/{wanted['slug']}", administrator).json()
    assert saved["icon_url"] == address()
    again = {name: value for name, value in saved.items() if name != "slug"}
    assert api.request("PUT", f"{ADMIN}/{wanted['slug']}", administrator, json=again).json() == saved


@pytest.mark.parametrize(
    "refused",
    [
        "/v1/icons/achievements/no-such-icon.svg",
        "/v1/icons/skills/consensus.svg",
        "/icons/achievements/warm-start.svg",
        "https://elsewhere.example/x.svg",
    ],
)
def test_an_administrator_names_no_icon_that_is_not_there(api: Api, administrator: Caller, refused: str) -> None:
    wanted: dict[str, Any] = {**example("create_achievement"), "slug": f"made-up-{uuid.uuid4()}", "icon_url": refused}
    response = api.post(ADMIN, administrator, json=wanted)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/icon_url"]


def test_a_skill_that_an_administrator_made_has_no_icon(api: Api, administrator: Caller) -> None:
    wanted = {**example("create_skill"), "slug": f"made-up-{uuid.uuid4()}"}
    assert api.post("/v1/admin/skills", administrator, json=wanted).status_code == 201
    branches = api.get("/v1/skills", administrator).json()["branches"]
    (made,) = (skill for branch in branches for skill in branch["skills"] if skill["slug"] == wanted["slug"])
    assert made["icon_url"] is None
