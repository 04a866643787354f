"""Errors that are not HTTP responses: they end a command or a job."""

from collections.abc import Mapping
from typing import Any


class UserError(Exception):
    """Ends a command; the message is a sentence for the person who gave it, and says what to do."""


class WorkFailedError(Exception):
    """A job did its work and must fail for what it found; `done` is logged as metrics all the same."""

    def __init__(self, message: str, done: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.done = dict(done)


class MissingSettingError(UserError):
    """A setting without which this cannot run; the message names it."""
