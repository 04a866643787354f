"""When a restore drill last began: in a parameter, since the scratch server's tags go with it.

A tag on the snapshot would do only while RDS and AWS Backup let it be tagged, and a newer snapshot comes within the window.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from progressive_flow.kernel import aws, settings

NEVER = "never"


def read() -> datetime | None:
    """Return when the last drill began; None if the parameter (`RESTORE_MARK`) says `never`."""
    value = str(aws.parameters().get_parameter(Name=settings.required("RESTORE_MARK"))["Parameter"]["Value"])
    with suppress(ValueError):  # whatever else somebody has put there means: again
        return datetime.fromisoformat(value)
    return None


def write(at: datetime) -> None:
    """Record when a drill began; writing it again changes nothing."""
    name = settings.required("RESTORE_MARK")
    aws.parameters().put_parameter(Name=name, Value=at.isoformat(), Type="String", Overwrite=True)
