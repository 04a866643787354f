"""The mails that the local SES took, to be read: nothing leaves the machine. moto itself keeps no headers and no plain text."""

import json
from collections import deque
from typing import Any

from progressive_flow_local.aws.wire import Answer, Call
from progressive_flow_local.invocation import REGION

DOMAIN = "example.com"
KEPT = 200
_SENDING = "/v2/email/outbound-emails"


def environment(api: str) -> dict[str, str]:
    """Return the settings by which the platform sends mail, with links to the API."""
    return {
        "MAIL_FROM": f"Progressive Flow <no-reply@{DOMAIN}>",
        "MAIL_CONFIGURATION": "progressive-flow-mails",
        "MAIL_API": api,
        "MAIL_PAGE": f"{api}/v1/docs",
    }


def prepare(endpoint: str) -> None:
    """Verify the sender's domain, as the operator of a stage does."""
    import boto3  # noqa: PLC0415 - a third of a second

    service = boto3.session.Session("local", "local", region_name=REGION).client("sesv2", endpoint_url=endpoint)
    if DOMAIN not in [each.get("IdentityName") for each in service.list_email_identities()["EmailIdentities"]]:
        service.create_email_identity(EmailIdentity=DOMAIN)


def is_sending(call: Call) -> bool:
    """Return whether this call sends a mail."""
    return call.method == "POST" and call.path == _SENDING


class Mailbox:
    """The mails that were sent since the local AWS began."""

    def __init__(self) -> None:
        self._sent: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def keep(self, call: Call, answer: Answer) -> None:
        """Keep a mail that SES took."""
        sent = call.parameters()
        message = sent["Content"]["Simple"]
        self._sent.append(
            {
                "to": sent["Destination"]["ToAddresses"][0],
                "from": sent["FromEmailAddress"],
                "subject": message["Subject"]["Data"],
                "text": message["Body"]["Text"]["Data"],
                "html": message["Body"]["Html"]["Data"],
                "headers": {header["Name"]: header["Value"] for header in message.get("Headers", [])},
                "message_id": json.loads(answer.body)["MessageId"],
            }
        )

    def mails(self, to: str | None = None) -> list[dict[str, Any]]:
        """Return the mails, newest first."""
        return [mail for mail in reversed(self._sent) if to in {None, mail["to"]}]
