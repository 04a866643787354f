"""Organizations, invitations and items that cases of endpoints are tried on, each made for one request."""

import hashlib
import uuid
from typing import Any

import yaml

from progressive_flow.kernel import paths
from tests.support.clients import Client, Request

CONTENT = paths.root() / "sql" / "seeds" / "content"


def organization(client: Client) -> str:
    """Make an organization; return its slug."""
    slug = f"made-{uuid.uuid4().hex}"
    client.send("create_organization", Request(body={"slug": slug, "name": "Made"}))
    return slug


def invitation(client: Client) -> dict[str, str]:
    """Invite an address to an organization made for it; return the path of the invitation."""
    path = {"organization": organization(client)}
    made = client.send("create_invitations", Request(path=path, body={"emails": ["ada@example.com"]}))
    return {**path, "invitation_id": made["items"][0]["id"]}


def upload(client: Client) -> dict[str, str]:
    """Request an upload in an organization made for it; return the path of the upload."""
    path = {"organization": organization(client)}
    made = client.send("request_upload", Request(path=path, body=new_upload()))
    return {**path, "upload_id": made["id"]}


def new_upload(body: bytes = b"made up", media_type: str = "text/plain", **more: Any) -> dict[str, Any]:
    """Return the body of a request to upload these bytes."""
    digest = hashlib.sha256(body).hexdigest()
    return {"file_name": "made.txt", "media_type": media_type, "bytes": len(body), "sha256": digest, **more}


def track(slug: str = "made-track") -> dict[str, Any]:
    """Return the document of a track."""
    lesson = {"slug": f"{slug}-lesson", "title": "Lesson", "description": "A lesson."}
    module = {"slug": f"{slug}-module", "title": "Module", "description": "A module.", "lessons": [lesson]}
    return {
        "slug": slug, "title": "Made", "description": "A track.", "difficulty_level": "fundamentals", "estimated_hours": 3,
        "order": 1, "prerequisites": [], "modules": [module],
    }  # fmt: skip


def item(client: Client, kind: str = "track") -> dict[str, str]:
    """Save a draft in an organization made for it; return the path of the item, with its kind."""
    document = track() if kind == "track" else challenge()
    path = {"organization": organization(client), "kind": kind, "slug": document["slug"]}
    client.send("save_draft", Request(path=path, body={"document": document}))
    return path


def challenge() -> dict[str, Any]:
    """Return the document of a challenge, as its files have it."""
    folder = CONTENT / "fundamentals" / "static-website"
    document: dict[str, Any] = yaml.safe_load((folder / "challenge.yaml").read_text())
    return {**document, "statement": (folder / "statement.md").read_text().strip()}


def submission() -> dict[str, Any]:
    """Return a submission that passes every level of that challenge."""
    return {"kind": "system_design", "design": challenge()["reference_design"]}
