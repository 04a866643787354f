"""What a program prints: kept up to a limit, counted beyond it."""

import io
from typing import Any

MAX_KEPT = 10_000  # characters of one call
MAX_PRINTED = 200_000  # characters of one run


class TooMuchPrintedError(BaseException):
    """A program printed more than a run may: `except Exception` in it must not go on."""


class Printed(io.TextIOBase):
    """What stands for `sys.stdout`."""

    def __init__(self, kept: int = MAX_KEPT) -> None:
        self.kept = kept
        self.parts: list[str] = []
        self.length = 0
        self.total = 0

    def writable(self) -> bool:
        """Say that one can write here."""
        return True

    def write(self, text: Any) -> int:
        """Keep a text, or its beginning. Raises `TooMuchPrintedError`."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.total += len(text)
        if self.total > MAX_PRINTED:
            raise TooMuchPrintedError
        part = text[: self.kept - self.length]
        self.length += len(part)
        if part:
            self.parts.append(part)
        return len(text)

    @property
    def exceeded(self) -> bool:
        """Whether more was printed than a run may."""
        return self.total > MAX_PRINTED

    def take(self) -> str:
        """Return what was printed since the last look."""
        text = "".join(self.parts)
        self.parts, self.length = [], 0
        return text
