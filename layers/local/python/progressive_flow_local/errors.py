"""What goes wrong on one's own machine, told in a sentence that says what to do."""

from progressive_flow.kernel.errors import UserError


class LocalError(UserError):
    """The local platform cannot go on; the message is for the person at the terminal."""
