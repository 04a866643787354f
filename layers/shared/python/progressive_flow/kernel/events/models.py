"""What every event has in common. A domain describes its events in `<domain>/events.py`, one model a topic."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """The payload of an event: what happened, in the past tense, under the name of its topic."""

    model_config = ConfigDict(frozen=True)
    topic: ClassVar[str]
