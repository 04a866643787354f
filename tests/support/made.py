"""Organizations, invitations and items that cases of endpoints are tried on, each made for one request."""

import hashlib
import uuid
from datetime import timedelta
from typing import Any, NamedTuple

from progressive_flow.content.events import UploadInspected
from progressive_flow.content.uploads import repository as uploads
from progressive_flow.content.uploads.models import NewUpload
from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.curriculum.bundles.reading import Bundle
from progressive_flow.curriculum.imports import plans
from progressive_flow.curriculum.imports import work_repository as imports
from progressive_flow.identity.invitations import repository as invitations
from progressive_flow.identity.invitations.models import NewInvitations
from progressive_flow.kernel import paths
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from progressive_flow.kernel.tasks import service as tasks
from progressive_flow.learning.publishing import checking
from tests.support import authoring, proofs
from tests.support.clients import Client, Request


class Running(NamedTuple):
    """A check that runs."""

    item_id: uuid.UUID
    revision: int


EMPTY = Bundle({}, {}, [], [])
MAIL_OF = """
select t.payload ->> 'mail_id' from platform.tasks as t
where t.kind = 'mail_invitation' and t.organization_id = (select o.id from identity.organizations as o where o.slug = %s)
"""
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


def unsubscription_token(client: Client) -> tuple[str, str]:
    """Have an address invited by mail; return it, and what the mail's link to unsubscribe holds."""
    email = f"{uuid.uuid4().hex}@example.com"
    slug, new = organization(client), NewInvitations(emails=[email])
    with transactions.begin(proofs.principal(client.id, [PLATFORM_ADMIN]), role="staff") as db:
        invitations.invite(db, slug, new, None, db.at + timedelta(days=1), is_mailed=True)
    with transactions.begin(role="scheduler") as db:
        mail_id = db.fetch_value(uuid.UUID, MAIL_OF, [slug])
        invited = invitations.begin_mail(db, mail_id)
    assert invited
    return email, invited.unsubscription_token


def upload(client: Client, **more: Any) -> dict[str, str]:
    """Request an upload in an organization made for it, without its form; return the path of the upload."""
    slug = organization(client)
    with transactions.begin(proofs.principal(client.id, [PLATFORM_ADMIN]), role="staff") as db:
        made = uploads.request_upload(
            db, slug, NewUpload.model_validate(new_upload(**more)), db.at + timedelta(hours=1)
        )
    return {"organization": slug, "upload_id": str(made)}


def zip_to_import(client: Client) -> dict[str, str]:
    """Make an organization with a clean zip; return its slug and the id of the upload."""
    body = b"made up"
    path = upload(client, body=body, media_type="application/zip", purpose="import")
    found = UploadInspected(
        upload_id=uuid.UUID(path["upload_id"]), reason=None, bytes=len(body), sha256=hashlib.sha256(body).hexdigest(),
        stored_bytes=len(body), width=None, height=None,
    )  # fmt: skip
    with transactions.begin(role="scheduler") as db:
        uploads.finish_upload(db, found)
    return path


def planned_import(client: Client) -> dict[str, str]:
    """Plan an import that changes nothing, in an organization made for it; return its path."""
    path = zip_to_import(client)
    made = client.send(
        "plan_import", Request(path={"organization": path["organization"]}, body={"upload_id": path["upload_id"]})
    )
    with transactions.begin(role="scheduler") as db:
        imports.finish_planning(db, uuid.UUID(made["id"]), plans.plan(EMPTY, {}, 1, lambda _: {}), None)
    return {"organization": path["organization"], "import_id": made["id"]}


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
    document: dict[str, Any] = parsed((folder / "challenge.yaml").read_text())
    return {**document, "statement": (folder / "statement.md").read_text().strip()}


def checked(client: Client, organization_slug: str = "", document: dict[str, Any] | None = None) -> dict[str, str]:
    """Save a draft, of a track if nothing else is said, and have it checked; return the item's path."""
    document = document or track()
    path = {
        "organization": organization_slug or unreviewed(client),
        "kind": authoring.kind_of(document),
        "slug": document["slug"],
    }
    client.send("save_draft", Request(path=path, body={"document": document}))
    client.send("begin_check", Request(path=path, body={}))
    with transactions.begin(role="scheduler") as db:
        running = db.fetch_all(
            Running, "select c.item_id, c.revision from content.checks as c where c.state = 'running'"
        )
    for row in running:
        done = checking.check({"item_id": str(row.item_id), "revision": row.revision}, lambda _: None)
        if callable(done):
            with transactions.begin(role="scheduler") as db:
                done(db)
    return path


def unreviewed(client: Client) -> str:
    """Make an organization that requires no reviews; return its slug."""
    slug = organization(client)
    client.send("change_organization", Request(path={"organization": slug}, body={"reviews_required": 0}))
    return slug


def published(client: Client, path: dict[str, str] | None = None, **request: Any) -> dict[str, str]:
    """Publish what was checked, a track in an organization made for it if nothing is said; return the publication's path."""
    path = path or checked(client)
    body = {"revision": 1, "changelog": "The first version.", **request}
    return {**path, "publication_id": client.send("publish_item", Request(path=path, body=body))["id"]}


def page(slug: str = "made-page", **changes: Any) -> dict[str, Any]:
    """Return the document of a page of the track."""
    return {
        "slug": slug, "title": "Page", "track": "made-track", "lesson": "made-track-lesson", "order": 1,
        "description": "A page.", "body": "# A page\n\nIt says something.", **changes,
    }  # fmt: skip


def read_page(client: Client) -> dict[str, str]:
    """Publish a page in an organization to which the client belongs; return its path as a learner's."""
    path = checked(client)
    published(client, path)
    published(client, checked(client, path["organization"], page()))
    member = {"organization": path["organization"], "user_id": str(client.id)}
    client.send("save_member", Request(path=member, body={"roles": ["learner"]}))
    return {"slug": f"{path['organization']}:made-page"}


def submission() -> dict[str, Any]:
    """Return a submission that passes every level of that challenge."""
    return {"kind": "system_design", "design": challenge()["reference_design"]}


def task(client: Client) -> dict[str, str]:
    """Queue a task of a kind that nothing works on; return its path."""
    with transactions.begin(proofs.principal(client.id)) as db:
        return {"task_id": str(tasks.enqueue(db, "test", {}).id)}
