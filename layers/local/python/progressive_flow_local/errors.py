"""Errors of the local machine, with a message that says what to do."""

from progressive_flow.kernel.errors import UserError


class LocalError(UserError):
    """The local platform cannot go on; the message is for the person at the terminal."""


class RefusedError(LocalError):
    """The API refused a request; `status` is that of HTTP."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status
