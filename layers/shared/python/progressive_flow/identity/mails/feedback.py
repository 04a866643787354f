"""What the mail service says of a mail that it took: SES's events of a bounce and of a complaint.

Their form is that of https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html; SES puts them on
the default bus of the account, the only one it knows.
"""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from progressive_flow.kernel.declarations.models import ServiceEvents
from progressive_flow.kernel.events.models import Event

FEEDBACK = ServiceEvents("aws.ses", ("Email Bounced", "Email Complaint Received"))
SERVICE_FORM = ConfigDict(alias_generator=to_camel)


class Sent(BaseModel):
    """The mail: `destination` is whom we wrote to. Where it was forwarded from there, a bounce names another address."""

    model_config = SERVICE_FORM

    destination: list[str]


class Bounce(BaseModel):
    """A mail that came back: for good if the type is `Permanent`."""

    model_config = SERVICE_FORM

    bounce_type: str
    timestamp: datetime


class Complaint(BaseModel):
    """A mail that its receiver called unwanted, or by the type `not-spam` the opposite."""

    model_config = SERVICE_FORM

    complaint_feedback_type: str | None = None
    timestamp: datetime


class EmailFeedback(Event):
    """A bounce or a complaint."""

    model_config = SERVICE_FORM
    topic: ClassVar[str] = FEEDBACK.source

    mail: Sent
    bounce: Bounce | None = None
    complaint: Complaint | None = None
