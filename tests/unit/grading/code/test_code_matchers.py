"""What a check expects compared with what was seen, in values, styles and colours."""

from typing import Any

import pytest

from progressive_flow.grading.code.matching.colours import contrast
from progressive_flow.grading.code.matching.matchers import described, equal, first_number, matches, shown
from progressive_flow.grading.code.matching.styles import same_style


@pytest.mark.parametrize(
    ("actual", "expected", "is_match"),
    [
        ("4", 4, True),
        ("4", 4.0, False),  # a text shows 4 and not 4.0
        (4, 4.0, True),
        (0.1 + 0.2, 0.3, True),
        (True, 1, False),
        (1, True, False),
        ([1, [2]], [1, [2]], True),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        (None, None, True),
        ("", None, False),
        ("Saved twice", {"contains": ["Saved", "twice"]}, True),
        (["a", 1], {"contains": 1}, True),
        (["a"], {"contains": "b"}, False),
        ("12 left", {"number": 12}, True),
        ("-1,5 °C", {"number": -1.5}, True),
        ("none", {"number": 0}, False),
        (7, {"above": 6, "below": 8}, True),
        (7, {"between": [1, 6]}, False),
        (True, {"above": 0}, False),
        ("abc", {"matches": "^a.c$"}, True),
        ("abc", {"starts": "b"}, False),
        ("abc", {"ends": "c"}, True),
        ("abc", {"not": "abc"}, False),
        ("b", {"one of": ["a", "b"]}, True),
        ("", {"empty": True}, True),
        (None, {"empty": True}, True),
        ("x", {"empty": True}, False),
    ],
)
def test_a_value_is_what_is_expected_or_not(actual: Any, expected: Any, *, is_match: bool) -> None:
    assert matches(actual, expected) is is_match


def test_an_expectation_reads_as_the_end_of_a_sentence() -> None:
    assert described({"contains": "a", "not": "abc"}) == 'contain "a" and not be "abc"'
    assert described({"empty": False}) == "not be empty"
    assert described(3) == "be 3"
    assert len(shown("x" * 500)) == 120


def test_numbers_are_found_in_texts() -> None:
    assert (first_number("a -3.5 b 7"), first_number("none")) == (-3.5, None)
    assert not equal([True], [1])


@pytest.mark.parametrize(
    ("actual", "expected", "is_match"),
    [
        ("rgb(255, 0, 0)", "red", True),
        ("rgb(255, 0, 0)", "#F00", True),
        ("rgb(255, 0, 0)", "rgb(255 0 0)", True),
        ("rgb(254, 0, 0)", "red", False),
        ("rgba(0, 0, 0, 0)", "transparent", True),
        ("0px", "0", True),
        ("24px", "1.5rem", True),
        ("0.2s", "200ms", True),
        ("700", "bold", True),
        ('"Helvetica", sans-serif', '"Helvetica" ,  sans-serif', True),
        ("row", {"one of": ["row", ""]}, True),
        ("row", {"not": "column"}, True),
        ("12px", {"above": 10}, True),
        ("red" * 100, "red", False),
    ],
)
def test_a_computed_style_is_what_is_expected_or_not(actual: str, expected: Any, *, is_match: bool) -> None:
    assert same_style(actual, expected) is is_match


def paint(color: str, *back: str, size: str = "16px", weight: str = "400") -> dict[str, Any]:
    return {"text": "x", "color": color, "back": list(back), "size": size, "weight": weight}


def test_contrast_is_that_of_wcag() -> None:
    black = contrast(paint("black", "white"))
    grey = contrast(paint("#767676", "white"))
    assert black == (21.0, 4.5)
    assert grey
    assert grey.ratio == pytest.approx(4.54, abs=0.01)


def test_large_texts_need_less_contrast() -> None:
    sizes = [("24px", "400"), ("18.66px", "700"), ("18.66px", "400"), ("23px", "400")]
    needed = [found.needed for size, weight in sizes if (found := contrast(paint("red", size=size, weight=weight)))]
    assert needed == [3.0, 3.0, 4.5, 4.5]


def test_layers_lie_on_each_other_and_an_image_hides_what_is_known() -> None:
    on_half = contrast(paint("white", "rgba(0, 0, 0, 0.5)", "white"))
    assert on_half
    assert on_half.ratio == pytest.approx(3.95, abs=0.05)
    assert contrast(paint("white", "image")) is None
    assert contrast(paint("url(#x)", "white")) is None
