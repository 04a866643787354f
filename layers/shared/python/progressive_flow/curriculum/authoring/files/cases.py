"""Test cases as authors write them and as versions store them. ``docs/reference/grading.md`` says what each kind measures."""

from typing import Any

from pydantic import field_validator, model_validator

from progressive_flow.curriculum.authoring.files.wording import meant_or_all
from progressive_flow.grading.system_design.engine import KINDS
from progressive_flow.grading.system_design.level_models import TestFields

# Fields that only some kinds have a use for, by the names they have in files.
OWN = ("via", "ways", "from", "to", "type", "other", "outage_seconds", "recipients", "count", "within_ms")
GENERAL = ("op", "fault")


class Case(TestFields):
    """One test. ``target`` earns all of ``weight``, ``floor`` is where partial credit begins, ``load`` multiplies the
    level's, ``op`` narrows it to an operation, ``fault`` is what is lost meanwhile; its kind says which of the other
    fields belong to it.
    """

    kind: str

    @field_validator("fault", mode="before")
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        return {"lose": value} if isinstance(value, str) else value  # `fault: region` is short for `{lose: region}`

    @model_validator(mode="after")
    def _known(self) -> "Case":
        kind = KINDS.get(self.kind)
        if kind is None:
            raise ValueError(f"kind '{self.kind}' is not known{meant_or_all(self.kind, KINDS)}")
        given = {name for name in (*GENERAL, *OWN) if getattr(self, "from_" if name == "from" else name) is not None}
        for name in sorted(given - kind.takes - {*GENERAL}):
            raise ValueError(f"{name}: a test of kind '{self.kind}' takes no such field")
        for name in sorted(kind.needs - given - {"target", "floor"}):
            raise ValueError(f"{name}: a test of kind '{self.kind}' needs it")
        target, floor = self.bounds()
        if target == floor or (target > floor) is not kind.rises:
            raise ValueError(f"floor {floor:g} must be {'below' if kind.rises else 'above'} target {target:g}")
        return self

    @property
    def hidden(self) -> bool:
        """Whether learners know no more of it than that it exists."""
        return self.visibility == "hidden"

    def bounds(self) -> tuple[float, float]:
        """Return target and floor, the kind's own where the author gave none."""
        kind = KINDS[self.kind]
        return (
            kind.target if self.target is None else self.target,
            kind.floor if self.floor is None else self.floor,
        )
