"""Finds for each row of one table its equal in another, in any order and in a time that is nearly linear."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from progressive_flow.grading.code.matching.values import near, same_value

MAX_NEAR = 100  # rows that equal none exactly, and are compared one by one
EXACT = 2**53  # integers below it are floats, too
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Unpaired:
    """The places of rows without an equal: found but not expected, and expected but not found."""

    surplus: list[int]
    missing: list[int]

    def nearest(self, actual: Sequence[Row], expected: Sequence[Row]) -> tuple[int, int]:
        """Return the places of the two rows that have the most equal cells."""
        return max(
            ((found, wanted) for found in self.surplus[:MAX_NEAR] for wanted in self.missing[:MAX_NEAR]),
            key=lambda places: equal_cells(actual[places[0]], expected[places[1]]),
        )


def unpaired(actual: Sequence[Row], expected: Sequence[Row]) -> Unpaired:
    """Return the rows of each that have no equal of their own in the other."""
    places: dict[str, list[int]] = {}
    for place in range(len(expected) - 1, -1, -1):
        places.setdefault(key(expected[place]), []).append(place)
    surplus: list[int] = []
    for place, row in enumerate(actual):
        if same := places.get(key(row)):
            same.pop()
        else:
            surplus.append(place)
    missing = sorted(place for left in places.values() for place in left)
    if len(surplus) > MAX_NEAR or len(missing) > MAX_NEAR:
        return Unpaired(surplus, missing)
    return without_near(actual, expected, surplus, missing)


def without_near(actual: Sequence[Row], expected: Sequence[Row], surplus: list[int], missing: list[int]) -> Unpaired:
    """Pair what differs only by what floats lose in computing."""
    left: list[int] = []
    for found in surplus:
        same = next((wanted for wanted in missing if same_row(actual[found], expected[wanted])), None)
        if same is None:
            left.append(found)
        else:
            missing.remove(same)
    return Unpaired(left, missing)


def same_row(actual: Row, expected: Row) -> bool:
    """Return whether two rows have equal cells."""
    return len(actual) == len(expected) == equal_cells(actual, expected)


def equal_cells(actual: Row, expected: Row) -> int:
    """Return how many cells of two rows are equal."""
    return sum(same_cell(left, right) for left, right in zip(actual, expected, strict=False))


def same_cell(actual: Any, expected: Any) -> bool:
    """Return whether two cells are equal. SQL has no booleans: an author's true is 1."""
    if isinstance(actual, int | float) and isinstance(expected, int | float):
        return near(actual, expected)
    return same_value(actual, expected)


def key(row: Row) -> str:
    """Return a text that is equal for equal rows, floats that differ by little included in nearly all cases."""
    return repr([cell_key(cell) for cell in row])


def cell_key(cell: Any) -> Any:
    """Return what stands for a cell: a float by fewer digits than it has, and as an integer where it is one."""
    if isinstance(cell, bool):
        return int(cell)
    if not isinstance(cell, float):
        return cell
    return int(cell) if cell.is_integer() and abs(cell) < EXACT else f"{cell:.10g}f"
