"""References to drawn values, and arithmetic with them."""

from typing import Any

import pytest

from progressive_flow.grading.code.draws.references import ReferenceMistakeError, fill, names_in

NAMES: dict[str, Any] = {"n": 4, "word": "kola", "people": [{"name": "Ada"}, {"name": "Bo"}], "seed": 1}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("$n", 4),
        ("${n}px", "4px"),
        ("$n.", "4."),
        ("Hello, $word!", "Hello, kola!"),
        ("$people[1].name", "Bo"),
        ("$people[0].name and $people[1].name", "Ada and Bo"),
        ("= 2 * n + 1", 9),
        ("= $n - 1", 3),
        ("= -n", -4),
        ("= n // 3 + n % 3", 2),
        ("= len(people)", 2),
        ("= people[0]['name']", "Ada"),
        ("= upper(word)", "KOLA"),
        ("= max(n, 7)", 7),
        ("costs 5", "costs 5"),
        (7, 7),
        (None, None),
        (["$n", {"$word": "$n"}], [4, {"kola": 4}]),
    ],
)
def test_a_reference_is_replaced_by_its_value(value: Any, expected: Any) -> None:
    assert fill(value, NAMES) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("$other", "other is not given"),
        ("= other + 1", "other is not given"),
        ("$people[5].name", r"\$people\[5\]\.name has no \[5\]\.name"),
        ("= __import__('os')", "is no arithmetic with values that are given"),
        ("= (lambda: 1)()", "is no arithmetic with values that are given"),
        ("= n **", "is no arithmetic"),
        ("= n ** n", "is no arithmetic with values that are given"),
        ("= word * 1000000", "only numbers are multiplied"),
        ("= [n] * n", "is no arithmetic with values that are given"),
    ],
)
def test_what_cannot_be_replaced_is_refused(value: str, message: str) -> None:
    with pytest.raises(ReferenceMistakeError, match=message):
        fill(value, NAMES)


def test_the_names_of_a_text_are_found() -> None:
    assert names_in("$a and ${b} and $c[0].d") == {"a", "b", "c"}
    assert names_in("= len(people) + 2 * n") == {"people", "n"}
    assert names_in("nothing") == set()
