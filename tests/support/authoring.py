"""Drafts saved over the API."""

from typing import Any

import httpx

from tests.support.api import Api, Caller


def path(organization: str, slug: str = "made-track", kind: str = "track") -> str:
    """Return the path of an item."""
    return f"/v1/organizations/{organization}/items/{kind}/{slug}"


def save(api: Api, by: Caller, organization: str, document: dict[str, Any], **options: Any) -> httpx.Response:
    """Save a draft of a track, or of a challenge if it has levels."""
    kind = "challenge" if "levels" in document else "track"
    address = path(organization, document["slug"], kind)
    return api.request("PUT", address, by, json={"document": document}, **options)
