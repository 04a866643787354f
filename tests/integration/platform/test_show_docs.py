"""GET /v1/docs."""

import re

from tests.support.api import Api


def test_the_page_holds_the_document_and_fetches_nothing_from_elsewhere(api: Api) -> None:
    response = api.get("/v1/docs")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "submit_attempt" in response.text
    assert re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"?https?:", response.text) == []


def test_the_browser_is_restricted_to_this_site(api: Api) -> None:
    policy = api.get("/v1/docs").headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
