"""Compares the rows that a query found with those that are expected, and says the first difference in a sentence.

Rows have no order unless a check asks for one; then only the columns that it names are compared in order, so that rows which
are equal in them may stand in any order. Numbers are equal within 1e-9, and NULL is equal to NULL alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from progressive_flow.grading.code.matching.row_pairs import Unpaired, same_cell, unpaired
from progressive_flow.grading.code.sealed.results import FoundRows

MAX_SHOWN = 40  # characters of a cell
MAX_CELLS = 6  # of a row
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Both tables with their columns in the order of the expected one."""

    subject: str
    columns: tuple[str, ...]
    actual: Sequence[Row]
    expected: Sequence[Row]
    more: bool


def first_difference(
    actual: FoundRows,
    expected: FoundRows,
    subject: str,
    *,
    ordered: bool | Sequence[str] = False,
    columns: str = "position",
) -> str | None:
    """Return a sentence about `subject`, which begins it, or None where both are the same.

    `ordered` is whether the order of rows counts: that of all columns, or of those that it names. `columns` says whether
    columns are compared by their `name`, in any order, or by their `position`, whatever they are called.
    """
    if actual.failure is not None:
        return f"{subject} cannot answer what the check asks: {actual.failure}."
    if expected.columns and not actual.columns:
        return f"{subject} finds no rows and no columns: does it end with a SELECT?"
    by_name = columns == "name" and len(set(folded(expected.columns))) == len(expected.columns)
    sentence = named_otherwise(actual, expected) if by_name else counted_otherwise(actual, expected)
    if sentence:
        return f"{subject} {sentence}"
    places = positions(actual, expected) if by_name else range(len(actual.columns))
    arranged = [[row[place] for place in places] for row in actual.rows]
    names = expected.columns if by_name else actual.columns
    pair = Pair(subject, names, arranged, expected.rows, actual.more)
    return other_rows(pair) or (other_order(pair, order(ordered, expected.columns)) if ordered else None)


def folded(names: Sequence[str]) -> list[str]:
    """Return names as SQL compares them: capitals make no difference."""
    return [name.casefold() for name in names]


def named_otherwise(actual: FoundRows, expected: FoundRows) -> str | None:
    """Return how the names of the columns differ."""
    for name in expected.columns:
        if name.casefold() not in folded(actual.columns):
            return f'has no column "{name}": its columns are {listed(actual.columns)}.'
    left = folded(expected.columns)
    for name in actual.columns:
        if name.casefold() not in left:
            return f'has the column "{name}", which is one too many: expected are {listed(expected.columns)}.'
        left.remove(name.casefold())
    return None


def counted_otherwise(actual: FoundRows, expected: FoundRows) -> str | None:
    """Return how the numbers of columns differ. What is expected may be rows without the names of their columns."""
    wanted = len(expected.rows[0]) if expected.rows else len(expected.columns)
    if len(actual.columns) == wanted or not wanted:
        return None
    return f"has {counted(len(actual.columns), 'column')}, expected are {wanted}."


def positions(actual: FoundRows, expected: FoundRows) -> list[int]:
    """Return where each expected column stands in the actual rows."""
    places = folded(actual.columns)
    return [places.index(name.casefold()) for name in expected.columns]


def order(ordered: bool | Sequence[str], columns: Sequence[str]) -> list[int]:
    """Return the columns whose order counts."""
    if isinstance(ordered, bool):
        return list(range(len(columns)))
    wanted = folded(ordered)
    return [place for place, name in enumerate(folded(columns)) if name in wanted]


def other_rows(pair: Pair) -> str | None:
    """Return how the rows differ, whatever their order."""
    if pair.more:
        return f"{pair.subject} finds more than {len(pair.actual)} rows, expected are {len(pair.expected)}."
    left = unpaired(pair.actual, pair.expected)
    if left.surplus and left.missing:
        return other_value(pair, left)
    numbers = f"{pair.subject} finds {counted(len(pair.actual), 'row')}, expected are {len(pair.expected)}"
    if left.missing:
        return f"{numbers}: the row {shown_row(pair.expected[left.missing[0]])} is missing."
    if left.surplus:
        return f"{numbers}: the row {shown_row(pair.actual[left.surplus[0]])} is one too many."
    return None


def other_value(pair: Pair, left: Unpaired) -> str:
    """Return the difference between the two rows that are most alike of those that have no equal."""
    found, wanted = left.nearest(pair.actual, pair.expected)
    actual, expected = pair.actual[found], pair.expected[wanted]
    other = [place for place in range(len(expected)) if not same_cell(actual[place], expected[place])]
    number = f"row {found + 1}"
    if len(other) == len(expected) > 1:
        return f"{pair.subject} has in {number} {shown_row(actual)}, where {shown_row(expected)} or another row is expected."
    column, place = pair.columns[other[0]], other[0]
    return (
        f"{pair.subject} has in {number} {shown_row(actual)} another {column} than expected:"
        f" {shown_cell(actual[place])} instead of {shown_cell(expected[place])}."
    )


def other_order(pair: Pair, keys: Sequence[int]) -> str | None:
    """Return the first place where the order of equal rows differs."""
    for number, (actual, expected) in enumerate(zip(pair.actual, pair.expected, strict=True), 1):
        for place in keys:
            if not same_cell(actual[place], expected[place]):
                return (
                    f"{pair.subject} finds the right rows in another order: in row {number} the {pair.columns[place]} is"
                    f" {shown_cell(actual[place])}, and {shown_cell(expected[place])} should stand there."
                )
    return None


def counted(number: int, what: str) -> str:
    """Return a number of things."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def listed(names: Sequence[str]) -> str:
    """Return the names of columns in a sentence."""
    return ", ".join(f'"{name}"' for name in names)


def shown_row(row: Row) -> str:
    """Return a row as SQL writes it, cut where it is long."""
    return f"({', '.join(cells(row))})"


def cells(row: Row) -> Iterator[str]:
    """Yield the first cells of a row."""
    yield from map(shown_cell, row[:MAX_CELLS])
    if len(row) > MAX_CELLS:
        yield "…"


def shown_cell(value: Any) -> str:
    """Return a cell as SQL writes it, cut where it is long."""
    if value is None:
        return "NULL"
    if isinstance(value, dict):
        content = str(value.get("is"))
        text = f"x'{content}'" if value.get("$") == "bytes" else content
    elif isinstance(value, str):
        text = "'" + value[:MAX_SHOWN].replace("'", "''") + ("" if len(value) > MAX_SHOWN else "'")
    else:
        text = f"{value:.12g}" if isinstance(value, float) else str(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
