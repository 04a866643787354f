"""Values drawn for an attempt: within their bounds, equal for an equal seed, different for another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progressive_flow.grading.code.draws.values import KINDS, Draws, draw, draw_all

SEEDS = range(200)
EXAMPLES: dict[str, dict[str, Any]] = {
    "int": {"int": [3, 9]},
    "decimal": {"decimal": [0.5, 2], "places": 1},
    "word": {"word": True},
    "words": {"words": 3},
    "text": {"text": 4},
    "email": {"email": True},
    "date": {"date": ["2024-02-27", "2024-03-02"]},
    "one of": {"one of": ["a", "b"]},
    "shuffled": {"shuffled": [1, 2, 3]},
    "serial": {"serial": 10},
    "list": {"list": {"int": [0, 1]}, "size": [2, 4]},
    "record": {"record": {"id": {"serial": 1}, "name": {"word": True}}},
    "maybe": {"maybe": {"int": [1, 1]}, "missing": 0.5},
}


def drawn(specification: Any) -> list[Any]:
    return [draw(specification, Draws(seed)) for seed in SEEDS]


def test_each_kind_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_equal_seed_draws_equal_values(kind: str) -> None:
    assert drawn(EXAMPLES[kind]) == drawn(EXAMPLES[kind])


@pytest.mark.parametrize("kind", sorted(set(EXAMPLES) - {"serial"}))
def test_other_seeds_draw_other_values(kind: str) -> None:
    assert len({repr(value) for value in drawn(EXAMPLES[kind])}) > 1


def test_integers_reach_both_ends_and_nothing_beyond() -> None:
    assert set(drawn({"int": [3, 9]})) == set(range(3, 10))


def test_decimals_have_their_places_and_bounds() -> None:
    values = drawn({"decimal": [0.5, 2], "places": 1})
    assert {round(value, 1) for value in values} == set(values)
    assert (min(values), max(values)) == (0.5, 2.0)


def test_words_differ_from_each_other() -> None:
    assert all(len(set(words)) == 3 for words in drawn({"words": 3}))


def test_dates_cross_the_end_of_a_leap_february() -> None:
    days = {"2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"}
    assert set(drawn({"date": ["2024-02-27", "2024-03-02"]})) == days


def test_a_list_has_a_size_and_numbers_its_records() -> None:
    lists = drawn({"list": {"record": {"id": {"serial": 7}}}, "size": [2, 4]})
    assert {len(values) for values in lists} == {2, 3, 4}
    assert all([row["id"] for row in values] == list(range(7, 7 + len(values))) for values in lists)
    assert len(drawn({"list": {"int": [0, 1]}, "size": 3})[0]) == 3


def test_some_values_are_missing_and_some_are_not() -> None:
    assert set(drawn({"maybe": {"int": [1, 1]}, "missing": 0.5})) == {None, 1}
    assert set(drawn({"maybe": {"int": [1, 1]}, "missing": 0})) == {1}


def test_what_is_no_specification_stands_for_itself() -> None:
    assert draw("text", Draws(1)) == "text"
    with pytest.raises(ValueError, match=r"Nothing is drawn by \['integer'\]"):
        draw({"integer": [1, 2]}, Draws(1))


@given(st.integers() | st.text(max_size=20))
def test_all_values_of_an_attempt_depend_on_its_seed_alone(seed: int | str) -> None:
    specifications = {kind.replace(" ", "_"): example for kind, example in EXAMPLES.items()}
    assert draw_all(specifications, seed) == draw_all(specifications, seed)


def test_a_seed_draws_the_same_in_every_version_of_python() -> None:
    """The values are written down: another version that drew others would judge stored attempts otherwise."""
    names = draw_all({"n": {"int": [0, 999]}, "word": {"word": True}, "order": {"shuffled": [1, 2, 3, 4]}}, "attempt")
    assert names == {"n": 184, "word": "tonasope", "order": [3, 1, 2, 4], "seed": 1001334353}
