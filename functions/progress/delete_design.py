"""Delete the design that the learner saved for a level.

Attempts keep the designs that were submitted. Repeating it changes nothing.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, delete
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.progress.saved_designs import service


@delete("/v1/challenges/{slug}/levels/{level}/design", current=service.show_design)
def handler(slug: Reference, level: LevelNumber, principal: Principal, db: Db) -> None:
    service.delete_design(db, principal, slug, level)
