"""Rules on showing the component catalogue."""

from progressive_flow.grading.system_design.catalogue_models import ComponentCatalogue, ComponentType, Prices, TestKind
from progressive_flow.grading.system_design.engine import CATALOGUE_VERSION, CATALOGUES, KINDS, cost
from progressive_flow.grading.system_design.engine.kinds import Kind
from progressive_flow.grading.system_design.fitting import takes
from progressive_flow.kernel.http.problems import Problem


def show_catalogue(version: int | None) -> ComponentCatalogue:
    """Return a version of the catalogue, the newest if none is named; 404 names those there are."""
    wanted = version or CATALOGUE_VERSION
    if wanted not in CATALOGUES:
        there = ", ".join(map(str, sorted(CATALOGUES)))
        raise Problem(404, "not-found", f"There is no version {wanted} of the component catalogue; there are: {there}.")
    return ComponentCatalogue(
        version=wanted,
        newest_version=CATALOGUE_VERSION,
        components=[
            ComponentType(type=name, takes=takes(name), **part._asdict()) for name, part in CATALOGUES[wanted].items()
        ],
        prices=Prices(
            failover=cost.FAILOVER,
            zone_gb=cost.ZONE_GB,
            region_gb=cost.REGION_GB,
            mean_share=cost.MEAN_SHARE,
        ),
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
