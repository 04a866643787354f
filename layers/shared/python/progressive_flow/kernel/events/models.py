"""What every event has in common. A domain describes its events in `<domain>/events.py`, one model a topic."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """The payload of an event: what happened, in the past tense, under the name of its topic.

    A consumer ignores fields that it does not know, so that a release may add some before every consumer has changed.
    """

    model_config = ConfigDict(frozen=True)
    topic: ClassVar[str]
