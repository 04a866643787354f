"""Rules on showing the component catalogue."""

from progressive_flow.grading.system_design.catalogue_models import (
    CatalogueConstant,
    ComponentCatalogue,
    ComponentType,
    TestKind,
)
from progressive_flow.grading.system_design.engine import CATALOGUE, CATALOGUE_VERSION, CONSTANTS, KINDS
from progressive_flow.grading.system_design.engine.kinds import Kind
from progressive_flow.grading.system_design.fitting import takes
from progressive_flow.kernel.http.problems import Problem


def show_catalogue(version: int | None) -> ComponentCatalogue:
    """Return the catalogue; 404 if another version than the one there is was named."""
    if version not in (None, CATALOGUE_VERSION):
        text = f"There is no version {version} of the component catalogue, only {CATALOGUE_VERSION}."
        raise Problem(404, "not-found", text)
    return ComponentCatalogue(
        version=CATALOGUE_VERSION,
        newest_version=CATALOGUE_VERSION,
        components=[ComponentType(type=name, takes=takes(name), **part._asdict()) for name, part in CATALOGUE.items()],
        constants=[CatalogueConstant(**figure._asdict()) for figure in CONSTANTS],
        test_kinds=[_kind(name, kind) for name, kind in KINDS.items()],
    )


def _kind(name: str, kind: Kind) -> TestKind:
    return TestKind(
        name=name,
        unit=kind.unit,
        better="more" if kind.rises else "less",
        default_target=kind.target,
        default_floor=kind.floor,
    )
