"""Mutants of Python: small mistakes at every place, each a program of its own."""

import ast
import textwrap

import pytest

from progressive_flow.grading.code.gate.python_mutants import FILE, python_mutants


def mutants(text: str) -> dict[str, str]:
    return {mutant.what: mutant.files[FILE].strip() for mutant in python_mutants(textwrap.dedent(text).strip())}


def changed(text: str, what: str) -> list[str]:
    """Return the mutants of one kind."""
    return [code for name, code in mutants(text).items() if name.startswith(f"{what} at line")]


@pytest.mark.parametrize(
    ("text", "what", "wanted"),
    [
        ("x = a + b", "+ → -", "x = a - b"),
        ("x = a - b", "- → +", "x = a + b"),
        ("x = a * b", "* → +", "x = a + b"),
        ("x = a / b", "/ → //", "x = a // b"),
        ("x = a // b", "// → /", "x = a / b"),
        ("x = a % b", "% → //", "x = a // b"),
        ("x = a ** b", "** → *", "x = a * b"),
        ("x += b", "+ → -", "x -= b"),
        ("x = a < b", "< → <=", "x = a <= b"),
        ("x = a >= b", ">= → >", "x = a > b"),
        ("x = a == b", "== → !=", "x = a != b"),
        ("x = a in b", "in → not in", "x = a not in b"),
        ("x = a is None", "is → is not", "x = a is not None"),
        ("x = a and b", "and → or", "x = a or b"),
        ("x = not a", "not removed", "x = a"),
        ("x = -a", "- removed", "x = a"),
        ("x = 3", "number + 1", "x = 4"),
        ("x = 0.5", "number + 1", "x = 1.5"),
        ("x = True", "boolean flipped", "x = False"),
        ("x = 'a'", "other text", "x = 'a_'"),
        ("x = ''", "other text", "x = 'x'"),
        ("x = f'a{b}'", "other text", "x = f'a_{b}'"),
        ("x = a if b else c", "condition always holds", "x = a if True else c"),
        ("x = a if b else c", "condition never holds", "x = a if False else c"),
        ("while a:\n    b()", "condition never holds", "while False:\n    b()"),
        ("x = [a for a in b if a]", "if removed", "x = [a for a in b]"),
        ("def f():\n    return 1", "returns nothing", "def f():\n    return"),
        ("a()\nb()", "statement removed", "pass\nb()"),
        ("a.b = 1", "statement removed", "pass"),
        ("for a in b:\n    break", "statement removed", "for a in b:\n    pass"),
        ("raise ValueError('a')", "another error", "raise RuntimeError"),
        ("x = a.strip()", ".strip() removed", "x = a"),
        ("x = sorted(a)", "sorted → list", "x = list(a)"),
        ("x = list(a)", "list() removed", "x = a"),
        ("x = min(a)", "min → max", "x = max(a)"),
        ("x = any(a)", "any → all", "x = all(a)"),
        ("a.sort(key=b)", "key= removed", "a.sort()"),
        ("x = range(a)", "range one shorter", "x = range(a - 1)"),
        ("x = range(1, a)", "range one shorter", "x = range(1, a - 1)"),
        ("x = a[b:c]", "start of slice removed", "x = a[:c]"),
        ("x = a[b:c]", "end of slice removed", "x = a[b:]"),
        ("@a\ndef f():\n    b()", "@a removed", "def f():\n    b()"),
    ],
)
def test_a_mistake_is_made(text: str, what: str, wanted: str) -> None:
    assert wanted in changed(text, what)


def test_each_comparison_of_a_chain_is_changed_by_itself() -> None:
    assert list(mutants("x = a < b < c").values()) == ["x = a <= b < c", "x = a < b <= c"]


@pytest.mark.parametrize(
    "text",
    [
        "import a\nfrom b import c",
        '"""A docstring."""',
        'def f():\n    """A docstring."""',
        "x = y",
        "if __name__ == '__main__':\n    print(1 + 2)",
        "x: 'int' = y",
        "def f(a: 'int') -> 'str':\n    pass",
        "x = f'{a:.2f}'",
        "def f():\n    return None",
    ],
)
def test_what_no_run_could_find_is_not_changed(text: str) -> None:
    assert mutants(text) == {}


def test_a_text_is_put_together_in_one_way_only() -> None:
    assert changed("x = 'a' + b", "+ → -") == []


def test_the_message_of_an_error_is_not_changed() -> None:
    assert list(mutants("raise ValueError('a' + b)").values()) == ["pass", "raise RuntimeError"]


def test_a_loop_that_would_never_end_is_no_mutant() -> None:
    assert changed("while a:\n    b()", "condition always holds") == []


def test_mutants_are_named_by_line_and_differ() -> None:
    program = """
        def total(prices, limit):
            result = 0
            for price in prices:
                if price < limit and price > 0:
                    result += price * 1 + 1 + 1
            return round(result, 2)
    """
    made = python_mutants(textwrap.dedent(program).strip())
    assert "< → <= at line 4: if price < limit and price > 0:" in {mutant.what for mutant in made}
    assert len({mutant.what for mutant in made}) == len(made) == len({mutant.files[FILE] for mutant in made})
    assert len(made) > 15
    for mutant in made:
        ast.parse(mutant.files[FILE])


def test_mutants_are_equal_at_each_call() -> None:
    assert mutants("x = a + b * 2") == mutants("x = a + b * 2")


def test_what_is_no_program_has_none() -> None:
    with pytest.raises(SyntaxError):
        python_mutants("def f(:")
