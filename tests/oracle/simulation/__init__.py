"""What happens to each request of a level in a design, drawn and counted.

Written from ``docs/reference/grading.md`` and the component catalogue alone. It imports nothing of the platform, so that an
error of the evaluator's formulas cannot come in.
"""

from tests.oracle.simulation.flow import Measured, simulate
from tests.oracle.simulation.inputs import Part, read_design, read_level

__all__ = ["Measured", "Part", "read_design", "read_level", "simulate"]
