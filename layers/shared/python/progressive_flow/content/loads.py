"""Loads the reference data anew when an administrator asks for it, and remembers who did."""

from typing import Any

from progressive_flow import database
from progressive_flow.content import service
from progressive_flow.content.loads_models import ReferenceDataLoad
from progressive_flow.platform import repository as platform
from progressive_flow.principal import Learner


def load_again(learner: Learner) -> ReferenceDataLoad:
    """Run what a deploy runs; tell how many rows of each kind it changed."""
    done = service.load_reference_data()
    changed = {kind: count for kind, count in _counts(done).items() if count}
    with database.transaction(role="migrator") as db:
        platform.write_audit(db, learner.id, "reference_data.loaded", ("reference_data", "content"), changed)
    return ReferenceDataLoad(status="loaded" if changed else "unchanged", changed=changed)


def _counts(done: dict[str, Any]) -> dict[str, int]:
    return {kind: count for kind, count in done.items() if isinstance(count, int)}
