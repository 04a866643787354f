"""A function that runs in a process of its own: it says which, or ends it."""

import os
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return the id of the process; end it at once where the event asks for that."""
    del context
    if event.get("ends"):
        os._exit(1)
    return {"pid": os.getpid(), "batchItemFailures": []}
