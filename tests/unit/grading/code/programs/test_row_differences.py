"""The first difference between the rows of a query and those that are expected, in a whole sentence."""

from collections.abc import Sequence
from typing import Any

import pytest

from progressive_flow.grading.code.matching.rows import first_difference
from progressive_flow.grading.code.sealed.results import FoundRows

Rows = Sequence[Sequence[Any]]


def found(columns: str, *rows: Sequence[Any], more: bool = False) -> FoundRows:
    return FoundRows(tuple(columns.split()), tuple(tuple(row) for row in rows), more)


def difference(actual: FoundRows, expected: FoundRows, **options: Any) -> str | None:
    return first_difference(actual, expected, "Your query", **{"columns": "name", **options})


EXPECTED = found("name total", ("Ada", 15), ("Bo", 7), ("Bo", 7))


@pytest.mark.parametrize(
    "actual",
    [
        EXPECTED,
        found("name total", ("Bo", 7), ("Ada", 15), ("Bo", 7)),
        found("total name", (7, "Bo"), (15, "Ada"), (7, "Bo")),
        found("Name TOTAL", ("Ada", 15.0), ("Bo", 7), ("Bo", 7 + 1e-12)),
    ],
)
def test_rows_are_the_same_whatever_the_order_of_rows_and_columns(actual: FoundRows) -> None:
    assert difference(actual, EXPECTED) is None


@pytest.mark.parametrize(
    ("actual", "sentence"),
    [
        (
            found("name sum", ("Ada", 15)),
            'Your query has no column "total": its columns are "name", "sum".',
        ),
        (
            found("name total id", ("Ada", 15, 1)),
            'Your query has the column "id", which is one too many: expected are "name", "total".',
        ),
        (
            found("name total name", ("Ada", 15, "Ada")),
            'Your query has the column "name", which is one too many: expected are "name", "total".',
        ),
        (FoundRows(), "Your query finds no rows and no columns: does it end with a SELECT?"),
        (found("name total"), "Your query finds 0 rows, expected are 3: the row ('Ada', 15) is missing."),
        (
            found("name total", ("Ada", 15), ("Bo", 7)),
            "Your query finds 2 rows, expected are 3: the row ('Bo', 7) is missing.",
        ),
        (
            found("name total", ("Ada", 15), ("Bo", 7), ("Bo", 7), (None, 0.5)),
            "Your query finds 4 rows, expected are 3: the row (NULL, 0.5) is one too many.",
        ),
        (
            found("name total", ("Bo", 7), ("Ada", 12), ("Bo", 7)),
            "Your query has in row 2 ('Ada', 12) another total than expected: 12 instead of 15.",
        ),
        (
            found("total name", (7, "Bo"), (15, None), (7, "Bo")),
            "Your query has in row 2 (NULL, 15) another name than expected: NULL instead of 'Ada'.",
        ),
        (
            found("name total", ("It's", 1), ("Bo", 7), ("Bo", 7)),
            "Your query has in row 1 ('It''s', 1), where ('Ada', 15) or another row is expected.",
        ),
        (found("name total", ("Ada", 15), more=True), "Your query finds more than 1 rows, expected are 3."),
        (FoundRows(failure="no such table: x"), "Your query cannot answer what the check asks: no such table: x."),
    ],
)
def test_the_first_difference_is_a_sentence(actual: FoundRows, sentence: str) -> None:
    assert difference(actual, EXPECTED) == sentence


def test_null_is_neither_zero_nor_an_empty_text() -> None:
    assert difference(found("a", (0,)), found("a", (None,))) is not None
    assert difference(found("a", ("",)), found("a", (None,))) is not None
    assert difference(found("a", (None,)), found("a", (None,))) is None


def test_an_authors_true_is_one() -> None:
    assert difference(found("a", (1,)), found("a", (True,))) is None


ORDERED = found("name total", ("Ada", 9), ("Bo", 7), ("Cy", 7), ("Di", 3))


@pytest.mark.parametrize(
    ("ordered", "rows", "sentence"),
    [
        (["total"], [("Ada", 9), ("Cy", 7), ("Bo", 7), ("Di", 3)], None),
        (["TOTAL", "name"], [("Ada", 9), ("Bo", 7), ("Cy", 7), ("Di", 3)], None),
        (
            ["total", "name"],
            [("Ada", 9), ("Cy", 7), ("Bo", 7), ("Di", 3)],
            "Your query finds the right rows in another order: in row 2 the name is 'Cy', and 'Bo' should stand there.",
        ),
        (
            True,
            [("Ada", 9), ("Cy", 7), ("Bo", 7), ("Di", 3)],
            "Your query finds the right rows in another order: in row 2 the name is 'Cy', and 'Bo' should stand there.",
        ),
        (
            ["total"],
            [("Di", 3), ("Cy", 7), ("Bo", 7), ("Ada", 9)],
            "Your query finds the right rows in another order: in row 1 the total is 3, and 9 should stand there.",
        ),
        (False, [("Di", 3), ("Cy", 7), ("Bo", 7), ("Ada", 9)], None),
    ],
)
def test_the_order_counts_by_the_columns_that_a_check_names(
    ordered: bool | list[str], rows: Rows, sentence: str | None
) -> None:
    assert difference(found("name total", *rows), ORDERED, ordered=ordered) == sentence


def test_columns_are_compared_by_position_whatever_their_names() -> None:
    expected = found("name total", ("Ada", 15))
    assert difference(found("a b", ("Ada", 15)), expected, columns="position") is None
    assert difference(found("a", ("Ada",)), expected, columns="position") == "Your query has 1 column, expected are 2."
    sentence = "Your query has in row 1 ('Ada', 1) another b than expected: 1 instead of 15."
    assert difference(found("a b", ("Ada", 1)), expected, columns="position") == sentence


def test_columns_with_one_name_are_compared_by_position() -> None:
    expected = found("id id", (1, 2))
    assert difference(found("a b", (1, 2)), expected) is None
    assert difference(found("a b", (2, 1)), expected) is not None


def test_rows_without_the_names_of_their_columns_can_be_expected() -> None:
    expected = FoundRows(("n",), ([3], [4]))
    assert difference(found("n", (4,), (3,)), expected, columns="position") is None


def test_many_rows_that_all_differ_take_little_time_and_name_one() -> None:
    actual = found("a b", *((number, number) for number in range(1000)))
    expected = found("a b", *((number, number + 1) for number in range(1000)))
    sentence = "Your query has in row 1 (0, 0) another b than expected: 0 instead of 1."
    assert difference(actual, expected) == sentence


def test_long_rows_and_cells_are_cut() -> None:
    row = ["x" * 500, *range(20)]
    sentence = difference(
        found(" ".join(f"c{number}" for number in range(21)), row), found("c0", (1,)), columns="position"
    )
    assert sentence == "Your query has 21 columns, expected are 1."
    names = " ".join(f"c{number}" for number in range(21))
    assert len(str(difference(found(names), found(names, row)))) < 200
