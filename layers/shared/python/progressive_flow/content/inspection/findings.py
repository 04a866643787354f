"""What an inspection finds: a file as it is kept, or why it must not be kept."""

from typing import NamedTuple


class RejectedError(Exception):
    """A file must not be kept; the message is for whoever uploaded it."""


class Kept(NamedTuple):
    """A clean file. `body` is what is kept in its place, None for the file as it is; sizes in pixels are those of an image."""

    body: bytes | None = None
    width: int | None = None
    height: int | None = None
