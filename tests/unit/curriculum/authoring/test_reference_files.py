"""Achievements, skills and questions as they are checked in: complete, reachable, worth reading."""

from collections import Counter
from functools import cache

import pytest

from progressive_flow.gamification.achievements.criteria import METRICS, conditions
from progressive_flow.gamification.achievements.reach import reachable
from progressive_flow.operations.reference_data.checks import everything
from progressive_flow.operations.reference_data.file_models import XP_OF_RARITY, Question, References
from progressive_flow.operations.reference_data.files import read_references
from progressive_flow.operations.reference_data.service import content_root
from tests.support.content import content


@cache
def references() -> References:
    return read_references(content_root(), content())


def questions() -> list[Question]:
    return [question for file in references().questions.values() for question in file]


def test_there_are_enough_achievements_of_each_kind() -> None:
    found = references().achievements
    assert len(found) >= 44
    assert min(Counter(achievement.category for achievement in found).values()) >= 10
    assert set(Counter(achievement.rarity for achievement in found)) == set(XP_OF_RARITY)


def test_every_metric_but_the_plainest_is_used() -> None:
    used = {
        condition.metric for achievement in references().achievements for condition in conditions(achievement.criteria)
    }
    assert used <= set(METRICS)
    assert set(METRICS) - used == {"total_xp", "minutes_spent"}


def test_every_achievement_can_be_reached() -> None:
    for achievement in references().achievements:
        for condition in conditions(achievement.criteria):
            assert condition.threshold <= reachable(condition, everything(content(), references())), achievement.slug


def test_the_tree_has_five_branches_grown_from_their_roots() -> None:
    branches = references().branches
    assert list(branches) == ["storage", "networking", "scaling", "reliability", "data-flow"]
    assert all(skills[0].parent is None for skills in branches.values())
    assert sum(map(len, branches.values())) >= 32


def test_roots_cost_little_and_leaves_more() -> None:
    for skills in references().branches.values():
        price = {skill.slug: skill.xp_per_level for skill in skills}
        assert all(price[skill.parent] <= skill.xp_per_level for skill in skills if skill.parent)


def test_every_topic_chapter_and_difficulty_is_asked_about() -> None:
    assert len(questions()) >= 150
    assert set(Counter(question.topic for question in questions())) == {
        challenge.slug for challenge in content().challenges
    }
    assert min(Counter(question.chapter for question in questions()).values()) >= 5
    assert min(Counter(question.difficulty for question in questions()).values()) >= 30


@pytest.mark.parametrize("track", ["fundamentals", "concepts", "systems"])
def test_a_track_has_enough_for_two_placements(track: str) -> None:
    assert len(references().questions[track]) >= 24


def test_the_place_of_the_right_answer_reveals_nothing() -> None:
    places = Counter(question.answer for question in questions() if len(question.options) == 4)
    assert max(places.values()) - min(places.values()) <= 5
    longest = sum(max(question.options, key=len) == question.options[question.answer] for question in questions())
    assert longest / len(questions()) < 0.5


def test_options_are_of_like_length() -> None:
    for question in questions():
        lengths = [len(option) for option in question.options]
        assert max(lengths) <= 2.2 * min(lengths) + 6, question.slug
