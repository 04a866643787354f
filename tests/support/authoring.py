"""Drafts saved over the API."""

from typing import Any

import httpx

from tests.support.api import Api, Caller


def path(organization: str, slug: str = "made-track", kind: str = "track") -> str:
    """Return the path of an item."""
    return f"/v1/organizations/{organization}/items/{kind}/{slug}"


def kind_of(document: dict[str, Any]) -> str:
    """Return the kind of item that a document is of."""
    return "challenge" if "levels" in document else "page" if "body" in document else "track"


def save(api: Api, by: Caller, organization: str, document: dict[str, Any], **options: Any) -> httpx.Response:
    """Save a draft of a track, of a challenge if it has levels, or of a page if it has a body."""
    kind = kind_of(document)
    address = path(organization, document["slug"], kind)
    return api.request("PUT", address, by, json={"document": document}, **options)
