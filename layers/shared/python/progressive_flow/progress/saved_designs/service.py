"""Rules on saved designs."""

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import Problem, not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.progress.saved_designs import repository
from progressive_flow.progress.saved_designs.models import DesignToSave, SavedDesign


def show_design(db: Transaction, principal: Principal, slug: str, level: int) -> SavedDesign:
    """Return the design that the learner saved for a level."""
    saved = repository.find_design(db, principal.id, slug, level)
    if saved is None:
        raise not_found(f"saved design for level {level} of {slug}")
    return saved


def save_design(db: Transaction, principal: Principal, slug: str, level: int, new: DesignToSave) -> SavedDesign:
    """Keep a design for a level, in the place of the one before."""
    saved = repository.save_design(db, principal.id, slug, level, new.design.whole())
    if saved is None:
        raise _no_level(slug, level)
    return saved


def delete_design(db: Transaction, principal: Principal, slug: str, level: int) -> None:
    """Keep no design for a level any longer; repeating it changes nothing."""
    if not repository.delete_design(db, principal.id, slug, level):
        raise _no_level(slug, level)


def _no_level(slug: str, level: int) -> Problem:
    return not_found(f"published level {level} of {slug}")
