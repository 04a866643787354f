"""Hands a mail to the mail service, SES, and reports what it says.

A mail may be sent twice: where the service's answer is lost, nobody can ask whether it took the mail, and the task tries again.
"""

from typing import Any

from progressive_flow.identity.mails.message import Mail
from progressive_flow.kernel import aws, observability, settings
from progressive_flow.kernel.declarations.tasks import TaskFailedError

CHARSET = "UTF-8"
# What no other try could change. The service's own words may contain addresses, so ours are reported.
REFUSALS = {
    "MessageRejected": (
        "The mail service refused the message: it has not verified the sender or, in its sandbox, the receiver,"
        " or the message cannot be sent."
    ),
    "MailFromDomainNotVerifiedException": "The mail service has not verified the sender's domain.",
    "BadRequestException": "The mail service cannot read the message or the address.",
    "NotFoundException": "The mail service does not know the stage's configuration set.",
    "AccountSuspendedException": "The mail service has suspended the account.",
    "SendingPausedException": "Sending is paused at the mail service.",
}


def send(mail: Mail) -> dict[str, Any]:
    """Send a mail from the stage's address; return the service's id of it.

    Raises TaskFailedError for what the service refuses for good, and what boto3 raises for the rest, throttling for example.
    """
    from botocore.exceptions import ClientError  # noqa: PLC0415 - with boto3, at the first mail

    try:
        sent = aws.mail().send_email(
            FromEmailAddress=settings.required("MAIL_FROM"),
            Destination={"ToAddresses": [mail.to]},
            Content={"Simple": _content(mail)},
            ConfigurationSetName=settings.required("MAIL_CONFIGURATION"),
        )
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in REFUSALS:
            observability.warning("the mail service refuses a mail", code=code)
            raise TaskFailedError("mail-refused", REFUSALS[code]) from error
        raise
    return {"message_id": sent["MessageId"]}


def _content(mail: Mail) -> dict[str, Any]:
    """Return the message, with the headers by which a mail program unsubscribes in one click (RFC 8058)."""
    return {
        "Subject": _text(mail.subject),
        "Body": {"Text": _text(mail.text), "Html": _text(mail.html)},
        "Headers": [
            {"Name": "List-Unsubscribe", "Value": f"<{mail.unsubscribe}>"},
            {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
        ],
    }


def _text(data: str) -> dict[str, str]:
    return {"Data": data, "Charset": CHARSET}
