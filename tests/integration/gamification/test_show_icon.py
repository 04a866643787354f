"""GET /v1/icons/achievements/{file}: every address that the API shows leads to an icon, without a token."""

import uuid
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from tests.support.api import Api, Caller, problem
from tests.support.clients import example
from tests.support.learning import pointers, walk

ADMIN = "/v1/admin/achievements"


def test_every_icon_that_the_api_names_is_there(api: Api, learner: Caller) -> None:
    rows = [row for page in walk(api, learner, "/v1/achievements", limit=100) for row in page]
    addresses = {row["icon_url"] for row in rows if row["icon_url"]}
    assert len(addresses) >= 55
    for address in addresses:
        icon = api.get(address)
        assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml"), address
        assert icon.headers["cache-control"] == "public, max-age=604800"
        assert "default-src 'none'" in icon.headers["content-security-policy"]
        assert ET.fromstring(icon.text).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own files


def test_an_icon_has_an_etag(api: Api) -> None:
    first = api.get("/v1/icons/achievements/warm-start.svg")
    again = api.get("/v1/icons/achievements/warm-start.svg", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.text) == (304, "")


@pytest.mark.parametrize("file", ["no-such-icon.svg"])
def test_an_icon_that_is_not_there_is_not_found(api: Api, file: str) -> None:
    problem(api.get(f"/v1/icons/achievements/{file}"), 404, "not-found")


@pytest.mark.parametrize("file", ["..%2Fachievements.yaml", "warm-start", "WARM.svg", "a%00.svg", "a.svg.svg"])
def test_no_other_file_is_shown(api: Api, file: str) -> None:
    response = api.get(f"/v1/icons/achievements/{file}")
    problem(response, 422, "invalid")
    assert pointers(response) == ["/path/file"]


@pytest.mark.parametrize(
    "address",
    [
        "/v1/icons/achievements/no-such-icon.svg",
        "/icons/achievements/warm-start.svg",
        "https://elsewhere.example/x.svg",
    ],
)
def test_an_administrator_names_no_icon_that_is_not_there(api: Api, administrator: Caller, address: str) -> None:
    wanted: dict[str, Any] = {**example("create_achievement"), "slug": f"made-up-{uuid.uuid4()}", "icon_url": address}
    response = api.post(ADMIN, administrator, json=wanted)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/icon_url"]
    assert api.get("/v1/achievements").status_code == 401
