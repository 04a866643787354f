"""Pages that show images, and people who report and decide on them."""

import hashlib
import uuid
from datetime import timedelta
from typing import Any, NamedTuple

import httpx

from progressive_flow.content.events import UploadInspected
from progressive_flow.content.uploads import repository as uploads
from progressive_flow.content.uploads.models import NewUpload
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.principal import PLATFORM_ADMIN
from tests.support import made, membership, proofs
from tests.support.api import Api, Caller
from tests.support.clients import Client, Request

CASES = "/v1/moderation-cases"


class Shown(NamedTuple):
    """An image that a page of an organization shows."""

    organization: str
    upload: str
    page: str
    author: Caller

    def case(self, case_id: str = "") -> str:
        """Return the path of the organization's cases, or of one."""
        return f"/v1/organizations/{self.organization}/moderation-cases" + (f"/{case_id}" if case_id else "")

    def file(self) -> str:
        """Return the path of the upload."""
        return f"/v1/organizations/{self.organization}/uploads/{self.upload}"


def clean_image(by: Client, organization: str) -> str:
    """Upload an image without its object, as if it had been found clean; return its id."""
    body = uuid.uuid4().bytes
    new = NewUpload.model_validate(made.new_upload(body, "image/png"))
    with transactions.begin(proofs.principal(by.id, [PLATFORM_ADMIN]), role="staff") as db:
        id_ = uploads.request_upload(db, organization, new, db.at + timedelta(hours=1))
    found = UploadInspected(
        upload_id=id_, reason=None, bytes=len(body), sha256=hashlib.sha256(body).hexdigest(), stored_bytes=len(body),
        width=3, height=2,
    )  # fmt: skip
    with transactions.begin(role="scheduler") as db:
        uploads.finish_upload(db, found)
    return str(id_)


def shown() -> Shown:
    """Publish a page with an image of a new author, in an organization made for it."""
    publisher, author = Client().newcomer(), Client().newcomer()
    path = made.checked(publisher)
    made.published(publisher, path)
    organization = path["organization"]
    upload = clean_image(author, organization)
    page = made.page(body=f"# A page\n\n![A curve](upload:{upload})")
    made.published(publisher, made.checked(publisher, organization, page))
    return Shown(organization, upload, f"{organization}:made-page", Caller(author.id))


def report(api: Api, by: Caller, upload: str, **body: Any) -> httpx.Response:
    """Report an upload."""
    sent = {"subject": {"kind": "upload", "id": upload}, "reason": "incorrect", **body}
    return api.post(CASES, by, json=sent)


def reported(api: Api, image: Shown, *reporters: Caller) -> str:
    """Let people report an image; return the id of its case."""
    answers = [report(api, each, image.upload) for each in reporters]
    assert [answer.status_code for answer in answers] == [201] * len(reporters)
    return str(answers[-1].json()["id"])


def decide(
    api: Api, by: Caller, image: Shown, case_id: str, decision: str = "delete", **options: Any
) -> httpx.Response:
    """Decide a case."""
    return api.patch(image.case(case_id), by, json={"decision": decision, "reason": "It is wrong."}, **options)


def appeal(api: Api, by: Caller, case_id: str) -> httpx.Response:
    """Appeal against the decision of a case."""
    return api.post(f"{CASES}/{case_id}/appeal", by, json={"note": "It is right."})


def people(api: Api, administrator: Caller, image: Shown, *roles: str) -> list[Caller]:
    """Return new members of the organization, one for each role."""
    return [membership.joined(api, administrator, image.organization, role) for role in roles]


class OpenCase(NamedTuple):
    """A case, who opened it, and whose work it is about."""

    path: dict[str, str]
    upload: str
    reporter: uuid.UUID
    author: uuid.UUID


def image_to_report(client: Client) -> tuple[Shown, Client]:
    """Return an image that a page shows, and a learner who reads the page."""
    image, reporter = shown(), client.newcomer()
    member = {"organization": image.organization, "user_id": str(reporter.id)}
    client.send("save_member", Request(path=member, body={"roles": ["learner"]}))
    return image, reporter


def body(upload: str) -> dict[str, Any]:
    """Return the body of a report."""
    return {"subject": {"kind": "upload", "id": upload}, "reason": "incorrect", "note": "It is wrong."}


def open_case(client: Client) -> OpenCase:
    """Let somebody report an image that a page shows."""
    image, reporter = image_to_report(client)
    opened = reporter.send("report_content", Request(body=body(image.upload)))
    path = {"organization": image.organization, "case_id": opened["id"]}
    return OpenCase(path, image.upload, reporter.id, image.author.id)


def decided_case(client: Client, decision: str = "warn") -> OpenCase:
    """Let an administrator decide such a case."""
    case = open_case(client)
    made_of_it = {"decision": decision, "reason": "It is wrong."}
    client.send("decide_moderation_case", Request(path=case.path, body=made_of_it))
    return case
