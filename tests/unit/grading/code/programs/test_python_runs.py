"""What runs of Python give: errors with their lines, what was printed, arguments afterwards."""

import subprocess
import sys
from typing import Any

import pytest

from progressive_flow.grading.code.matching.notation import shown_value
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.sealed.programs import run_python
from progressive_flow.grading.code.sealed.results import CallResult

COUNTER = """
class Counter:
    '''Counts.'''

    def __init__(self, start=0):
        self.count = start

    def add(self, number=1):
        self.count += number
        return self.count


def make(start):
    return Counter(start)


def total(*counters):
    return sum(counter.count for counter in counters)
"""


def call(images: Images, code: str, *arguments: Any, **more: Any) -> CallResult:
    """Return the result of one call of `f`."""
    return run_python(images, code, [{"function": "f", "arguments": list(arguments), **more}]).results[0]


def test_a_generator_that_raises_has_thrown(images: Images) -> None:
    threw = call(images, "def f():\n    yield 1\n    raise LookupError('no more')").threw
    assert threw
    assert (threw["type"], threw["message"], threw["line"]) == ("LookupError", "no more", 3)


def test_an_error_has_its_line_and_the_classes_that_it_extends(images: Images) -> None:
    code = (
        "class TooYoung(ValueError):\n    pass\n\n"
        "def check(age):\n    raise TooYoung(f'{age}')\n\n"
        "def f(age):\n    check(age)\n"
    )
    threw = call(images, code, 7).threw
    assert threw == {
        "type": "TooYoung",
        "kinds": ["TooYoung", "ValueError", "Exception", "BaseException", "object"],
        "message": "7",
        "line": 5,
    }


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        ("x = 1\ndef f(:\n    pass", "SyntaxError", 2),
        ("def f():\npass", "IndentationError", 2),
        ("x = 1\ny = 1 / 0", "ZeroDivisionError", 2),
        ("import json\njson.loads('{')", "JSONDecodeError", 2),
        ("import numpy", "ModuleNotFoundError", 1),
        ("raise SystemExit('bye')", "SystemExit", 1),
    ],
)
def test_a_module_that_fails_says_where_and_nothing_is_called(images: Images, code: str, kind: str, line: int) -> None:
    run = run_python(images, code, [{"function": "f"}])
    assert run.error
    assert (run.error["type"], run.error["line"], run.results) == (kind, line, ())


def test_a_program_may_end_itself(images: Images) -> None:
    run = run_python(
        images,
        "import sys\ndef f():\n    return 1\nif __name__ == '__main__':\n    print('hi')\n    sys.exit()",
        [{"function": "f"}],
    )
    assert (run.error, run.printed, run.results[0].value) == (None, "hi\n", 1)


def test_what_is_printed_belongs_to_its_call(images: Images) -> None:
    code = "print('start')\ndef f(name):\n    print('Hello', name, end='')\n    print('!', flush=True)\n"
    run = run_python(images, code, [{"function": "f", "arguments": [name]} for name in ("Ada", "Bo")])
    assert (run.printed, [result.printed for result in run.results]) == ("start\n", ["Hello Ada!\n", "Hello Bo!\n"])


def test_arguments_are_seen_as_the_call_left_them(images: Images) -> None:
    assert call(images, "def f(a, b):\n    a.append(b.pop())", [1], [2, 3]).arguments == [[1, 3], [2]]
    assert call(images, "def f(a):\n    a.append(a)\n    return 1", [1]).value == 1
    assert (
        call(images, "class A:\n    def __repr__(self):\n        1 / 0\ndef f(a):\n    a.append(A())", [1]).arguments
        is None
    )


def test_objects_are_made_kept_and_used(images: Images) -> None:
    calls: list[dict[str, Any]] = [
        {"new": "Counter", "arguments": [5], "as": "first"},
        {"use": "first", "method": "add", "arguments": [2]},
        {"use": "first", "method": "add", "keywords": {"number": 10}},
        {"use": "first", "attribute": "count"},
        {"function": "make", "arguments": [1], "as": "second"},
        {"function": "total", "arguments": [{"$": "kept", "is": "first"}, {"$": "kept", "is": "second"}]},
        {"use": "first", "attribute": "colour"},
        {"use": "third", "method": "add"},
        {"function": "absent"},
        {"new": "Absent"},
    ]
    results = run_python(images, COUNTER, calls).results
    assert [result.value for result in results] == [
        {"$": "object", "class": "Counter"},
        7,
        17,
        17,
        {"$": "object", "class": "Counter"},
        18,
        *[None] * 4,
    ]
    assert results[6].threw
    assert results[6].threw["type"] == "AttributeError"
    assert [result.missing for result in results[7:]] == [
        "An earlier call gave nothing that this one could use.",
        "Your code defines no function absent.",
        "Your code defines no class Absent.",
    ]


def test_an_iterator_that_is_kept_is_not_used_up(images: Images) -> None:
    code = "def f():\n    yield 1\n    yield 2\n\ndef first(numbers):\n    return next(numbers)"
    calls: list[dict[str, Any]] = [
        {"function": "f", "as": "numbers"},
        *[{"function": "first", "arguments": [{"$": "kept", "is": "numbers"}]}] * 2,
    ]
    assert [result.value for result in run_python(images, code, calls).results] == [None, 1, 2]


def test_a_function_that_was_returned_can_be_called(images: Images) -> None:
    code = "def f(n):\n    return lambda m: n + m"
    calls = [{"function": "f", "arguments": [2], "as": "add"}, {"use": "add", "arguments": [3]}]
    assert run_python(images, code, calls).results[1].value == 5


def test_classes_of_the_standard_library_find_their_module(images: Images) -> None:
    code = (
        "import dataclasses, enum, typing\n"
        "@dataclasses.dataclass(order=True)\nclass Point:\n    x: 'int'\n    y: int = 0\n"
        "class Colour(enum.Enum):\n    RED = 1\n"
        "class Row(typing.NamedTuple):\n    x: int\n"
        "def f():\n    return [Point(1), Colour.RED, Row(2), typing.get_type_hints(Point)['x'] is int]"
    )
    assert shown_value(call(images, code).value) == "[Point(x=1, y=0), <Colour.RED: 1>, (2,), True]"


def test_a_recursion_through_a_cache_is_as_deep_as_learners_need(images: Images) -> None:
    code = "import functools\n@functools.cache\ndef f(n):\n    return n if n < 2 else f(n - 1) + f(n - 2)"
    assert call(images, code, 450).threw is None


@pytest.mark.parametrize("code", ["def f():\n    return [0] * 30_000", "def f():\n    return 'x' * 1_200_000"])
def test_a_value_that_is_too_large_ends_the_run(images: Images, code: str) -> None:
    with pytest.raises(ExhaustedError, match="gave more") as error:
        call(images, code)
    assert error.value.limit == "output"


def test_what_nests_too_deeply_is_cut(images: Images) -> None:
    value = call(images, "def f():\n    a = []\n    for _ in range(500): a = [a]\n    return a").value
    assert '{"$": "deep"}' in str(value).replace("'", '"')


def test_texts_that_cannot_be_stored_are_made_so(images: Images) -> None:
    run = run_python(images, "print('a\\0b\\ud800c')\nraise ValueError('\\ud800\\0')")
    assert run.printed == "a\N{REPLACEMENT CHARACTER}b?c\n"
    assert run.error
    assert run.error["message"] == "?\N{REPLACEMENT CHARACTER}"
    assert call(images, "def f():\n    return {'\\0': ['\\udfff', '🐍\\\\ud800']}").value == {
        "\N{REPLACEMENT CHARACTER}": ["?", "🐍\\ud800"]
    }


PROGRAM = """
import random, time, datetime, uuid, secrets
random.seed()
def f(names):
    return [
        sorted({hash(name) for name in names}), list(set(names)), random.random(), random.Random().random(), time.time(),
        datetime.datetime.now(), uuid.uuid4().hex, secrets.token_hex(4), id(names),
    ]
"""
CALLS = [{"function": "f", "arguments": [["a", "b", "c", "d", "e"]]}]
AGAIN = """
import sys
from pathlib import Path
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.sealed.programs import run_python
from tests.unit.grading.code.programs.test_python_runs import CALLS, PROGRAM
print(run_python(Images(Path(sys.argv[1])), PROGRAM, CALLS))
"""


def test_a_run_is_equal_to_the_next_to_the_last_instruction_in_another_process_too(images: Images) -> None:
    first, second = (run_python(images, PROGRAM, CALLS) for _ in range(2))
    assert first == second
    assert first.fuel > 0
    other = subprocess.run(
        [sys.executable, "-c", AGAIN, str(images.folder)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert other.stdout.strip() == repr(first)


def test_fuel_ends_a_run_at_the_same_place_always(images: Images) -> None:
    used = run_python(images, PROGRAM, CALLS).fuel
    assert run_python(images, PROGRAM, CALLS, used).fuel == used
    with pytest.raises(ExhaustedError):
        run_python(images, PROGRAM, CALLS, used // 2)
