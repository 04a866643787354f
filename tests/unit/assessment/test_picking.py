"""Choosing questions: deterministic, spread out, and fair to what is asked for."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progressive_flow.assessment.placement.picking import MIXES, OTHER, PASSED, SIZES, WEAK, Candidate, Type, pick
from tests.unit.assessment.bank import candidate

BANK = [candidate(number) for number in range(81)]
TYPES: list[Type] = ["initial", "periodic", "track_placement"]


def drawn(id_: int, type_: Type, bank: list[Candidate] = BANK) -> list[Candidate]:
    by_id = {candidate.id: candidate for candidate in bank}
    return [by_id[question_id] for question_id in pick(UUID(int=id_), type_, bank)]


@given(id_=st.integers(0, 2**128 - 1), type_=st.sampled_from(TYPES), order=st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_a_draw_follows_from_the_id_alone(id_: int, type_: Type, order: object) -> None:
    shuffled = sorted(BANK, key=lambda each: order.random())  # type: ignore[attr-defined]  # hypothesis' own random
    first = pick(UUID(int=id_), type_, BANK)
    assert pick(UUID(int=id_), type_, shuffled) == first
    assert len(first) == len(set(first)) == SIZES[type_]


@pytest.mark.parametrize("type_", TYPES)
def test_other_ids_draw_other_questions(type_: Type) -> None:
    assert len({tuple(pick(UUID(int=number), type_, BANK)) for number in range(20)}) == 20


@given(id_=st.integers(0, 2**64), type_=st.sampled_from(["initial", "track_placement"]))
@settings(max_examples=40)
def test_the_mix_of_difficulties_is_kept(id_: int, type_: Type) -> None:
    assert Counter(question.difficulty for question in drawn(id_, type_)) == MIXES[type_]


@given(id_=st.integers(0, 2**64))
@settings(max_examples=40)
def test_no_topic_is_asked_twice_while_others_were_not_asked(id_: int) -> None:
    assert max(Counter(question.topic for question in drawn(id_, "initial")).values()) == 1


@given(id_=st.integers(0, 2**64))
@settings(max_examples=40)
def test_all_tracks_are_asked_about_alike(id_: int) -> None:
    counts = Counter(question.track for question in drawn(id_, "initial"))
    assert set(counts.values()) == {5}


def test_easy_questions_come_first() -> None:
    order = ["beginner", "intermediate", "advanced"]
    places = [order.index(question.difficulty) for question in drawn(7, "initial")]
    assert places == sorted(places)


def test_a_periodic_one_prefers_weak_topics_then_passed_ones() -> None:
    priorities = {0: WEAK, 1: WEAK, 2: PASSED, 3: PASSED, 4: PASSED}
    bank = [candidate(number, topic_priority=priorities.get(number // 3, OTHER)) for number in range(81)]
    found = Counter(question.topic_priority for question in drawn(3, "periodic", bank))
    assert found == {WEAK: 2, PASSED: 3, OTHER: 5}


def test_what_the_bank_lacks_is_filled_up() -> None:
    bank = [candidate(number, difficulty="beginner") for number in range(40)]
    assert len(drawn(1, "initial", bank)) == 15
    assert len(drawn(1, "initial", bank[:6])) == 6
    assert drawn(1, "initial", []) == []
