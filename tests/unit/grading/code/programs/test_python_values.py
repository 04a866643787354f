"""Values that programs in Python take and give keep their types."""

from typing import Any

import pytest

from progressive_flow.grading.code.matching.notation import shown_value
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.programs.test_python_runs import call


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("None", "None"),
        ("True", "True"),
        ("2 ** 40", "1099511627776"),
        ("2 ** 64", "18446744073709551616"),
        ("-(2 ** 64)", "-18446744073709551616"),
        ("10 ** 5000", "<an integer of 4153 hexadecimal digits>"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("float('nan')", "nan"),
        ("float('-inf')", "-inf"),
        ("1 + 2j", "(1+2j)"),
        ("'Zoë 🐍'", "'Zoë 🐍'"),
        ("b'a\\x00'", r"b'a\x00'"),
        ("bytearray(b'ab')", "b'ab'"),
        ("[1, (2, 3), [4]]", "[1, (2, 3), [4]]"),
        ("()", "()"),
        ("set()", "set()"),
        ("{1}", "{1}"),
        ("frozenset({1})", "frozenset({1})"),
        ("{'a': 1, 'b': None}", "{'a': 1, 'b': None}"),
        ("{1: 'a', (2, 3): 'b'}", "{1: 'a', (2, 3): 'b'}"),
        ("{'$': 1}", "{'$': 1}"),
        ("__import__('decimal').Decimal('1.50')", "Decimal('1.50')"),
        ("__import__('fractions').Fraction(1, 3)", "Fraction('1/3')"),
        ("__import__('datetime').date(2026, 1, 5)", "date('2026-01-05')"),
        ("__import__('datetime').datetime(2026, 1, 5, 9)", "datetime('2026-01-05T09:00:00')"),
        ("__import__('datetime').datetime.now()", "datetime('2026-01-05T09:00:00')"),
        ("__import__('datetime').timedelta(1, 2)", "timedelta(1, 2, 0)"),
        ("__import__('collections').Counter('aab')", "{'a': 2, 'b': 1}"),
        ("__import__('collections').namedtuple('P', 'x y')(1, 2)", "(1, 2)"),
        ("__import__('collections').deque([1, 2])", "deque([1, 2])"),
        ("range(3)", "range of [0, 1, 2]"),
        ("{'a': 1}.keys()", "view of ['a']"),
        ("(n * n for n in range(3))", "iterator of [0, 1, 4]"),
        ("map(str, [1])", "iterator of ['1']"),
        ("len", "len"),
        ("int", "int"),
        ("object()", "<object>"),
    ],
)
def test_values_keep_their_types(images: Images, expression: str, shown: str) -> None:
    result = call(images, f"def f():\n    return {expression}")
    assert result.threw is None
    assert shown_value(result.value) == shown


@pytest.mark.parametrize(
    "value",
    [
        {"$": "tuple", "is": [1, {"$": "set", "is": [2]}]},
        {"$": "frozenset", "is": ["a"]},
        {"$": "dict", "is": [[{"$": "tuple", "is": [1, 2]}, "a"], [None, [1]]]},
        {"$": "bytes", "is": "00ff"},
        {"$": "int", "is": hex(3**200)},
        {"$": "float", "is": "nan"},
        {"$": "complex", "is": [1.0, 2.0]},
        {"$": "Decimal", "is": "1.50"},
        {"$": "Fraction", "is": "1/3"},
        {"$": "date", "is": "2026-01-05"},
        {"$": "time", "is": "09:00:00"},
        {"$": "datetime", "is": "2026-01-05T09:00:00"},
        {"$": "timedelta", "is": [1, 2, 3]},
        {"$": "deque", "is": [1, 2]},
        {"a": [1, 2.5, None, True, "é"]},
    ],
)
def test_arguments_arrive_as_they_are_written(images: Images, value: Any) -> None:
    assert call(images, "def f(value):\n    return value", value).value == value


def test_an_iterator_is_listed_up_to_a_thousand_items(images: Images) -> None:
    code = "import itertools\ndef f(n):\n    return itertools.islice(itertools.count(), n)"
    assert call(images, code, 1000).value == {"$": "iterator", "is": list(range(1000))}
    assert call(images, code, 1001).value == {"$": "iterator", "is": list(range(1000)), "more": True}
    endless = call(images, "import itertools\ndef f():\n    return itertools.count()").value
    assert (len(endless["is"]), endless["more"]) == (1000, True)
