"""Numbers in sentences: three digits, and never as powers of ten."""

import pytest

from progressive_flow.grading.system_design import figures


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5 ms"),
        (84.52, "84.5 ms"),
        (999.4, "999 ms"),
        (999.6, "1,000 ms"),
        (1014.0, "1,010 ms"),
        (2.5e6, "2,500,000 ms"),
    ],
)
def test_milliseconds_have_three_digits(value: float, text: str) -> None:
    assert figures.milliseconds(value) == text
