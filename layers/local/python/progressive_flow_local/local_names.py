"""Which hosts and origins are this machine's: a web page elsewhere may not use what runs here.

A page can send requests to every port of the machine of whoever looks at it, and can have its own name point to 127.0.0.1.
"""

import re

_NAME = r"(([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?"
_HOST = re.compile(_NAME)
_ORIGIN = re.compile(rf"https?://{_NAME}")


def preview_host(port: int) -> str:
    """Return the name of the preview's host: another site than 127.0.0.1, where the console is."""
    return f"localhost:{port}"


def is_host(name: str) -> bool:
    """Return whether a Host header names this machine; an empty one names nothing else."""
    return not name or _HOST.fullmatch(name.lower()) is not None


def is_origin(origin: str) -> bool:
    """Return whether an Origin header is of a page on this machine."""
    return _ORIGIN.fullmatch(origin) is not None
