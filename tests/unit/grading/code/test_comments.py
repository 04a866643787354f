"""Sources without their comments."""

import pytest

from progressive_flow.grading.code.judging.comments import without_comments


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("a /* b */ c // d\ne", "script.js", "a   c  e"),
        ("a /* // */ b", "script.ts", "a   b"),
        ("a // /* b\nc */", "script.js", "a  c */"),
        ("a <!-- b --> c", "index.html", "a   c"),
        ("a /* b", "style.css", "a  "),
        ("a # b\nc", "main.py", "a  c"),
        ("select 1 -- b\n, 2 /* c */", "query.sql", "select 1  , 2  "),
        ("nothing", "style.css", "nothing"),
        ("", "main.py", ""),
    ],
)
def test_comments_become_blanks(text: str, name: str, expected: str) -> None:
    assert without_comments(text, name) == expected


def test_a_source_of_marks_alone_is_read_in_one_pass() -> None:
    assert without_comments("/* " * 50_000, "script.js") == " "
    assert without_comments("/**/" * 25_000, "style.css") == " " * 25_000
