"""Save a design for a level, in the place of the one before; it is not graded.

The design may be unfinished. Saving neither grades nor records an attempt; positions, labels and notes are kept.
"""

from progressive_flow.kernel.declarations.models import DESIGNS
from progressive_flow.kernel.http.endpoint import Db, Principal, put
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.progress.saved_designs import service
from progressive_flow.progress.saved_designs.models import DesignToSave, SavedDesign


@put("/v1/challenges/{slug}/levels/{level}/design", current=service.show_design, limit=DESIGNS)
def handler(slug: Reference, level: LevelNumber, new: DesignToSave, principal: Principal, db: Db) -> SavedDesign:
    return service.save_design(db, principal, slug, level, new)
