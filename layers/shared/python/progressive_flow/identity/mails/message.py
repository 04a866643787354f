"""A mail that is ready to be sent. It stands alone, since the function that sends it needs no other model."""

from pydantic import BaseModel


class Mail(BaseModel):
    """A mail to one address: `unsubscribe` is where its receiver ends its category by one click."""

    to: str
    subject: str
    text: str
    html: str
    unsubscribe: str
