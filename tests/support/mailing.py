"""Mail in tests: invitations are mailed by the tasks themselves, and moto's SES takes what is sent."""

import uuid
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError

from progressive_flow.identity.invitations import repository
from progressive_flow.identity.mails import feedback
from progressive_flow.kernel import aws
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow_local.aws import deliveries
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.outside_kind import deliver
from tests.support.task_kinds import minutes_later, requeue

ENVIRONMENT = {
    "MAIL_FROM": "Progressive Flow <no-reply@example.com>",
    "MAIL_CONFIGURATION": "progressive-flow-mails",
    "MAIL_API": "https://api.example.com",
    "MAIL_PAGE": "https://app.example.com",
}


class Post:
    """A stage that mails: what SES was given, and what it answers if it refuses."""

    def __init__(self, clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        self.clouds = clouds
        self.sent: list[dict[str, Any]] = []
        self.refusal: str | None = None
        self._service = boto3.client("sesv2", region_name="us-east-1")
        self._service.create_email_identity(EmailIdentity="example.com")
        monkeypatch.setattr(aws, "mail", lambda: self)

    def send_email(self, **mail: Any) -> dict[str, Any]:
        """Take a mail as SES does, or refuse it."""
        if self.refusal:
            raise ClientError({"Error": {"Code": self.refusal, "Message": "ada@example.com is no good"}}, "SendEmail")
        answer: dict[str, Any] = self._service.send_email(**mail)
        self.sent.append(mail)
        return answer

    def go_round(self, minutes: float = 2) -> None:
        """Let minutes pass, and do what is due and what follows from it."""
        with minutes_later(minutes):
            requeue()
            while events := self.clouds.heard():
                deliver(*events)

    def until(self, topic: str, minutes: float = 2) -> list[dict[str, Any]]:
        """Let minutes pass and do what is due until events of a topic are on the bus; return these, undelivered."""
        with minutes_later(minutes):
            requeue()
            while events := self.clouds.heard():
                found = [event for event in events if event["detail-type"] == topic]
                if found:
                    return found
                deliver(*events)
        return []

    @property
    def receivers(self) -> list[str]:
        """Return whom mails went to, in order."""
        return [mail["Destination"]["ToAddresses"][0] for mail in self.sent]


def headers(mail: dict[str, Any]) -> dict[str, str]:
    """Return the headers of a mail."""
    return {header["Name"]: header["Value"] for header in mail["Content"]["Simple"]["Headers"]}


def token_of(mail: dict[str, Any]) -> str:
    """Return what the link to unsubscribe holds."""
    [token] = parse_qs(urlsplit(headers(mail)["List-Unsubscribe"].strip("<>")).query)["token"]
    return token


def bounced(email: str, at: str, kind: str = "Permanent") -> dict[str, Any]:
    """Return what SES says of a mail that came back, in the form of its documentation."""
    recipients = [{"emailAddress": email, "action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1"}]
    bounce = {"bounceType": kind, "bounceSubType": "General", "bouncedRecipients": recipients, "timestamp": at}
    return {
        "eventType": "Bounce",
        "bounce": {**bounce, "feedbackId": "0100017", "reportingMTA": "dsn; mx"},
        **_mail(email),
    }


def complained(email: str, at: str, kind: str | None = "abuse") -> dict[str, Any]:
    """Return what SES says of a mail that its receiver complained about."""
    complaint = {"complainedRecipients": [{"emailAddress": email}], "timestamp": at, "complaintFeedbackType": kind}
    return {"eventType": "Complaint", "complaint": {**complaint, "feedbackId": "0100018"}, **_mail(email)}


def feed(event: dict[str, Any]) -> dict[str, Any]:
    """Hand an event of SES to its consumer through the queue."""
    (consumer,) = (each for each in registry.consumers() if each.declaration.name == "email_feedback")
    name = feedback.FEEDBACK.names["complaint" in event]
    envelope = {"id": "message", "source": "aws.ses", "detail-type": name, "detail": event}
    return consumer(deliveries.batch(envelope), None)


def _mail(email: str) -> dict[str, Any]:
    tags = {"ses:configuration-set": ["progressive-flow-mails"]}
    return {
        "mail": {"timestamp": "2026-05-06T07:08:09.000Z", "messageId": "0100", "destination": [email], "tags": tags}
    }


def rows(api: Api, administrator: Caller, slug: str) -> list[dict[str, Any]]:
    """Return an organization's invitations as it sees them."""
    found: list[dict[str, Any]] = api.get(f"/v1/organizations/{slug}/invitations", administrator).json()["items"]
    return found


def reasons(api: Api, administrator: Caller, slug: str) -> list[tuple[bool, str | None]]:
    """Return of each invitation whether it was mailed, and why not."""
    return [(row["mailed_at"] is not None, row["not_mailed"]) for row in rows(api, administrator, slug)]


def begun(mail_id: uuid.UUID) -> str | None:
    """Begin a mail; return why it is not sent."""
    with transactions.begin(role="scheduler") as db:
        invited = repository.begin_mail(db, mail_id)
    assert invited
    return invited.not_mailed
