"""What goes wrong on one's own machine, told in a sentence that says what to do."""


class LocalError(RuntimeError):
    """The local platform cannot go on; the message is for the person at the terminal."""
