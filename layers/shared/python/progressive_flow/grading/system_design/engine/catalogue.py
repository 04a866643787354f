"""What a learner can build with: what each part costs in time, space and money, and how it fails.

The numbers belong to the server: a design names a type and a size, never a speed. They are the right order of magnitude
for ordinary cloud machines and simple enough to estimate with on paper. Changing one changes what designs score, so a
released catalogue is never edited: changes make a new version, and an attempt is graded by the one that its level names.
"""

from progressive_flow.grading.system_design.engine.catalogue_1 import COMPONENTS as VERSION_1
from progressive_flow.grading.system_design.engine.catalogue_2 import COMPONENTS as VERSION_2
from progressive_flow.grading.system_design.engine.component import Component

CATALOGUES: dict[int, dict[str, Component]] = {1: VERSION_1, 2: VERSION_2}
CATALOGUE_VERSION = max(CATALOGUES)
CATALOGUE = CATALOGUES[CATALOGUE_VERSION]

CACHING_TYPES = frozenset({"cache", "cdn"})
DEFERRING_TYPES = frozenset({"queue", "stream"})


def components(version: int | None) -> dict[str, Component]:
    """The catalogue of this version, or the newest if there is no such version."""
    return CATALOGUES.get(version or CATALOGUE_VERSION, CATALOGUE)
