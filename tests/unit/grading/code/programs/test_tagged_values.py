"""Values that a program gave are compared by their types and shown in Python's notation, whoever made them."""

from typing import Any

import pytest

from progressive_flow.grading.code.matching.notation import MAX_SHOWN, shown_value
from progressive_flow.grading.code.matching.values import same_value


def tag(kind: str, content: Any, **more: Any) -> dict[str, Any]:
    return {"$": kind, "is": content, **more}


NAN = tag("float", "nan")


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


DEEP = nested(400)


@pytest.mark.parametrize(
    ("actual", "expected", "is_same"),
    [
        (1, 1, True),
        (1, 2, False),
        (1, 1.0, True),
        (True, 1, False),
        (1, True, False),
        (True, True, True),
        (0, False, False),
        (None, None, True),
        (None, False, False),
        ("1", 1, False),
        ("a", "a", True),
        (0.1 + 0.2, 0.3, True),
        (0.1 + 0.2 - 0.3, 0, True),
        (1.0, 1.000_000_1, False),
        (10**300, 1e300, True),
        (NAN, NAN, True),
        (NAN, 1.5, False),
        (tag("float", "inf"), tag("float", "inf"), True),
        (tag("float", "inf"), tag("float", "-inf"), False),
        (tag("int", hex(2**70)), tag("int", hex(2**70)), True),
        (tag("int", hex(2**70)), tag("int", hex(2**70 + 1)), False),
        (tag("int", hex(2**70)), 2**70, True),
        (tag("int", hex(10**400)), 1.5, False),
        ([1, 2], [1, 2], True),
        ([1, 2], [2, 1], False),
        ([1], [1, 2], False),
        (tag("tuple", [1, 2]), tag("tuple", [1, 2]), True),
        (tag("tuple", [1, 2]), [1, 2], False),
        ([1, 2], tag("tuple", [1, 2]), False),
        ([[0.1 + 0.2]], [[0.3]], True),
        (tag("set", [1, 2, 3]), tag("set", [3, 2, 1]), True),
        (tag("set", [1, 2]), tag("set", [1, 3]), False),
        (tag("set", [1, 2]), tag("frozenset", [1, 2]), False),
        (tag("set", [0.1 + 0.2, 1]), tag("set", [1.0, 0.3]), True),
        (tag("set", [True]), tag("set", [1]), False),
        ({"a": 1, "b": [2]}, {"b": [2], "a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        (tag("dict", [[1, "a"], [2, "b"]]), tag("dict", [[2, "b"], [1, "a"]]), True),
        (tag("dict", [[1, "a"]]), tag("dict", [[1, "b"]]), False),
        (tag("dict", [[1, 0.1 + 0.2]]), tag("dict", [[1, 0.3]]), True),
        (tag("bytes", "00ff"), tag("bytes", "00ff"), True),
        (tag("bytes", "00ff"), "00ff", False),
        (tag("date", "2026-01-05"), tag("date", "2026-01-05"), True),
        (tag("date", "2026-01-05"), tag("datetime", "2026-01-05"), False),
        (tag("iterator", [1, 2]), tag("iterator", [1, 2]), True),
        (tag("iterator", [1, 2], more=True), tag("iterator", [1, 2]), False),
        (tag("iterator", [1, 2]), [1, 2], False),
        ({"$": "object", "class": "A"}, {"$": "object", "class": "A"}, True),
        ({"$": "object", "class": "A"}, {"$": "object", "class": "B"}, False),
        ({"$": "deep"}, {"$": "deep"}, False),
        (DEEP, DEEP, False),
    ],
)
def test_two_values_are_the_same_or_not(actual: Any, expected: Any, *, is_same: bool) -> None:
    assert same_value(actual, expected) is is_same


@pytest.mark.parametrize(
    "forged",
    [
        {"$": "set", "is": 7},
        {"$": "set"},
        {"$": ["set"], "is": [1]},
        {"$": "dict", "is": [1]},
        {"$": "int", "is": "zz"},
        {"$": "float", "is": "zz"},
        {"$": "bytes", "is": "zz"},
        {"$": "complex", "is": ["a"]},
        {"$": None},
        {"$": "tuple", "is": {"0": 1}},
        {"$": "object", "class": [], "is": 5},
        {"$": "no kind", "is": "x" * 1000},
        {"$": "unknown" * 1000, "is": [DEEP]},
        tag("set", [DEEP]),
        [[[tag("dict", [[DEEP, DEEP]])]]],
    ],
)
def test_what_a_program_forged_is_no_value_and_can_be_shown(forged: Any) -> None:
    assert not same_value(forged, tag("set", [1]))
    assert len(shown_value(forged)) <= MAX_SHOWN


def test_a_forged_set_takes_no_time_that_grows_with_its_square() -> None:
    actual = tag("set", [{"a": number} for number in range(20_000)])
    expected = tag("set", [{"b": number} for number in range(20_000)])
    assert not same_value(actual, expected)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (True, "True"),
        (1.5, "1.5"),
        ("it's", '"it\'s"'),
        ("a\n\0\ud800", r"'a\n\x00\ud800'"),
        ([], "[]"),
        ([1, "a", None], "[1, 'a', None]"),
        ({"a": [1]}, "{'a': [1]}"),
        ({}, "{}"),
        (tag("tuple", []), "()"),
        (tag("tuple", [1]), "(1,)"),
        (tag("tuple", [1, [2]]), "(1, [2])"),
        (tag("set", []), "set()"),
        (tag("set", [1, 2]), "{1, 2}"),
        (tag("frozenset", []), "frozenset()"),
        (tag("frozenset", [1]), "frozenset({1})"),
        (tag("deque", [1]), "deque([1])"),
        (tag("dict", [[1, "a"], [tag("tuple", [1, 2]), "b"]]), "{1: 'a', (1, 2): 'b'}"),
        (tag("int", hex(2**64)), "18446744073709551616"),
        (tag("int", hex(-(2**64))), "-18446744073709551616"),
        (tag("int", hex(2**400)), "<an integer of 101 hexadecimal digits>"),
        (NAN, "nan"),
        (tag("complex", [1.0, -2.0]), "(1-2j)"),
        (tag("bytes", "6100"), r"b'a\x00'"),
        (tag("Decimal", "1.50"), "Decimal('1.50')"),
        (tag("Fraction", "1/3"), "Fraction('1/3')"),
        (tag("date", "2026-01-05"), "date('2026-01-05')"),
        (tag("timedelta", [1, 0, 0]), "timedelta(1, 0, 0)"),
        (tag("iterator", [1, 2]), "iterator of [1, 2]"),
        ({"$": "object", "class": "Point"}, "<Point>"),
        ({"$": "object", "class": "Point", "is": "Point(x=1)"}, "Point(x=1)"),
        ({"$": "deep"}, "…"),
    ],
)
def test_a_value_is_shown_in_pythons_notation(value: Any, text: str) -> None:
    assert shown_value(value) == text


@pytest.mark.parametrize("value", ["x" * 500, list(range(500)), [["ab" * 40] * 40], tag("bytes", "00" * 500)])
def test_a_long_value_is_cut(value: Any) -> None:
    text = shown_value(value)
    assert len(text) == MAX_SHOWN
    assert text.endswith("…")
    assert len(shown_value(value, 20)) == 20
