"""Grading of assessments: the numbers that docs/reference/assessments.md promises."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progressive_flow.assessment.placement import grading
from progressive_flow.assessment.placement.models import BankQuestion, SkillLevel, TrackRecommendation
from progressive_flow.assessment.placement.service import grade
from tests.unit.assessment.bank import DIFFICULTIES, challenge, question

RIGHT, WRONG = 1, 0
MIX = [question(number, DIFFICULTIES[number % 3]) for number in range(12)]
CATALOGUE = [
    challenge("topic-0", unlocked=True),
    challenge("topic-1", unlocked=True, completed=True),
    challenge("topic-2"),
    challenge("topic-3", "ideas"),
    challenge("topic-4", "ideas", unlocked=True),
    challenge("topic-5", "systems"),
]


def chosen(asked: list[BankQuestion], right: set[int]) -> dict[UUID, int | None]:
    return {question.id: RIGHT if question.id.int in right else WRONG for question in asked}


@given(right=st.sets(st.integers(0, 11)), extra=st.integers(0, 11))
def test_a_score_is_a_share_that_a_further_right_answer_never_lowers(right: set[int], extra: int) -> None:
    before, after = (grading.score(MIX, chosen(MIX, numbers)) for numbers in (right, right | {extra}))
    assert 0 <= before <= after <= 100
    assert (after == before) is (extra in right)


def test_a_score_weighs_by_difficulty() -> None:
    three = [question(0), question(1, "intermediate"), question(2, "advanced")]
    shares = [grading.score(three, chosen(three, {number})) for number in range(3)]
    assert shares == [22.22, 33.33, 44.44]
    assert grading.score(three, chosen(three, {0, 1, 2})) == 100
    assert grading.score(three, {}) == grading.score([], {}) == 0


def test_no_answer_is_no_right_answer() -> None:
    assert grading.score([question(0)], {UUID(int=0): None}) == 0


@pytest.mark.parametrize(
    ("right", "of", "level"),
    [(44, 100, "beginner"), (45, 100, "intermediate"), (74, 100, "intermediate"), (75, 100, "advanced")],
)
def test_levels_begin_where_they_should(right: int, of: int, level: SkillLevel) -> None:
    asked = [question(number) for number in range(of)]
    assert grading.skill_level(asked, chosen(asked, set(range(right)))) == level


def test_nobody_is_advanced_without_half_of_the_advanced_questions() -> None:
    asked = [
        *(question(number, "intermediate") for number in range(18)),
        *(question(n, "advanced") for n in (18, 19, 20)),
    ]
    assert grading.score(asked, chosen(asked, set(range(19)))) > 75
    assert grading.skill_level(asked, chosen(asked, set(range(19)))) == "intermediate"
    assert grading.skill_level(asked, chosen(asked, set(range(20)))) == "advanced"


def test_findings_name_topics_categories_and_chapters() -> None:
    asked = [
        question(0, topic="a", category="caching", chapter=1),
        question(1, topic="a", category="caching", chapter=1),
        question(2, topic="b", category="storage", chapter=3),
        question(3, topic="c", category="storage", chapter=3),
        question(4, topic="d", category="search", chapter=5),
    ]
    strong, weak = grading.findings(asked, chosen(asked, {0, 1}))
    assert [(finding.kind, finding.name, finding.correct, finding.asked) for finding in strong] == [
        ("category", "caching", 2, 2),
        ("chapter", "1", 2, 2),
        ("topic", "a", 2, 2),
    ]
    assert [(finding.kind, finding.name) for finding in weak] == [
        ("topic", "b"),
        ("topic", "c"),
        ("topic", "d"),
        ("chapter", "3"),
        ("category", "storage"),
    ]


@given(right=st.sets(st.integers(0, 11)))
def test_nothing_is_a_strength_and_a_weakness(right: set[int]) -> None:
    strong, weak = grading.findings(MIX, chosen(MIX, right))
    assert {(finding.kind, finding.name) for finding in strong}.isdisjoint(
        (finding.kind, finding.name) for finding in weak
    )


@pytest.mark.parametrize(
    ("right", "tracks"),
    [
        (set[int](), ["basics", "ideas", "systems"]),
        ({0, 1, 2, 3, 4, 5, 6}, ["ideas", "systems"]),
        ({*range(7), *range(10, 16)}, ["ideas", "systems"]),
        ({*range(7), *range(10, 17)}, ["systems"]),
        (set(range(30)), ["systems"]),
    ],
)
def test_tracks_are_recommended_from_seventy_per_cent_on(right: set[int], tracks: list[str]) -> None:
    names = ("basics", "ideas", "systems")
    asked = [question(number, track=names[number // 10]) for number in range(30)]
    found = grading.recommend_tracks(None, asked, chosen(asked, right), CATALOGUE)
    assert [recommendation.track for recommendation in found] == tracks


@pytest.mark.parametrize(("right", "tracks"), [(5, ["basics", "ideas"]), (6, ["ideas"]), (10, ["ideas"])])
def test_a_failed_placement_recommends_what_comes_before(right: int, tracks: list[str]) -> None:
    asked = [question(number, track="ideas") for number in range(10)]
    found = grading.recommend_tracks("ideas", asked, chosen(asked, set(range(right))), CATALOGUE)
    assert [recommendation.track for recommendation in found] == tracks
    assert found[-1].why == f"You reached {right * 10} points in its placement."


@pytest.mark.parametrize("opens", [False, True])
def test_challenges_are_what_was_missed_then_what_is_open(opens: bool) -> None:
    asked = [question(0), question(1), question(3, track="ideas"), question(30, topic="topic-3", track="ideas")]
    tracks = [TrackRecommendation(track="ideas", title="Ideas", why="")]
    found = grading.recommend_challenges(tracks, asked, chosen(asked, {3}), CATALOGUE, opens=opens)
    assert [(recommendation.challenge, recommendation.unlocked, recommendation.why) for recommendation in found] == [
        ("topic-0", True, "You missed the question on it."),
        ("topic-3", opens, "You missed 1 of 2 questions on it."),
        ("topic-4", True, "It is open and comes next in Ideas."),
    ]


def test_a_graded_assessment_shows_each_question_with_its_answer() -> None:
    asked = [question(0), question(1)]
    result = grade(None, asked, {UUID(int=0): RIGHT}, CATALOGUE, opens=False)
    assert [(question.chosen, question.correct, question.correct_option) for question in result.questions] == [
        (1, True, 1),
        (None, False, 1),
    ]
    assert result.score == 50
