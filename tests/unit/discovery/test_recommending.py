"""Recommendations: each once, in order of the tiers, something for everybody who is not perfect."""

import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from progressive_flow.discovery.recommendations.models import Candidate, Difficulty
from progressive_flow.discovery.recommendations.recommending import LEVELS, NEAR, recommend


def candidate(slug: str, **changes: Any) -> Candidate:
    """Return an open challenge for beginners that nobody has begun."""
    base = Candidate(
        slug=slug, title=slug.title(), category="web", difficulty="beginner", xp_base=50, estimated_minutes=30,
        track="fundamentals", track_order=1, order_in_track=1, track_ready=True, enrolled=False, unlocked=True,
        status="not_started", levels_completed=0, published_levels=5, best_score=None, missing=[], weakness=False,
    )  # fmt: skip
    return base._replace(**changes)


def done(slug: str, score: float = 100) -> Candidate:
    """Return a completed challenge."""
    return candidate(slug, status="completed", levels_completed=5, best_score=score)


def reasons(*candidates: Candidate, level: Difficulty = "beginner", count: int = 5) -> list[tuple[str, str]]:
    """Return what is recommended and why."""
    return [
        (recommendation.slug, recommendation.reason) for recommendation in recommend(level, list(candidates), count)
    ]


def test_the_tiers_come_in_their_order() -> None:
    found = reasons(
        done("better", 80),
        candidate("near", unlocked=False, missing=["Begun"]),
        candidate("hard", difficulty="advanced"),
        candidate("fits"),
        candidate("followed", enrolled=True),
        candidate("weak", weakness=True),
        candidate("begun", status="in_progress", levels_completed=2, best_score=100),
        count=10,
    )
    assert found == [
        ("begun", "continue"),
        ("weak", "weakness"),
        ("followed", "enrolled"),
        ("fits", "level"),
        ("hard", "stretch"),
        ("near", "almost_open"),
        ("better", "improve"),
    ]


def test_a_beginner_who_did_all_for_beginners_is_led_on() -> None:
    """Without a challenge of their own difficulty left, they get the next one."""
    assert reasons(done("easy"), candidate("next", difficulty="intermediate")) == [("next", "stretch")]
    assert reasons(done("easy"), candidate("shut", unlocked=False, missing=["Easy"])) == [("shut", "almost_open")]
    assert reasons(done("easy", 70)) == [("easy", "improve")]


def test_only_the_perfect_get_nothing() -> None:
    assert reasons(done("all"), done("of-it")) == []
    assert reasons() == []


def test_a_weakness_is_not_thrown_at_who_is_far_below_it() -> None:
    hard = candidate("hard", weakness=True, difficulty="advanced")
    assert reasons(hard, candidate("fits")) == [("fits", "level"), ("hard", "stretch")]
    assert reasons(hard, candidate("fits"), level="intermediate")[0] == ("hard", "weakness")


def test_easier_comes_first_then_ready_tracks_then_their_order() -> None:
    found = reasons(
        candidate("fourth", track_order=2, order_in_track=1, track_ready=False),
        candidate("third", track_order=3, order_in_track=1),
        candidate("second", order_in_track=2),
        candidate("first", order_in_track=1),
        candidate("fifth", difficulty="intermediate"),
        level="intermediate",
    )
    assert [slug for slug, _ in found] == ["first", "second", "third", "fourth", "fifth"]


def test_what_has_no_published_level_left_is_not_gone_on_with() -> None:
    waiting = candidate("waiting", status="in_progress", levels_completed=2, published_levels=2, best_score=90)
    assert reasons(waiting) == [("waiting", "improve")]


def test_each_says_why() -> None:
    [begun] = recommend("beginner", [candidate("x", status="in_progress", levels_completed=2)], 1)
    assert begun.why == "You passed 2 of 5 levels: go on."
    [near] = recommend("beginner", [candidate("x", unlocked=False, missing=["Caches", "Queues"])], 1)
    assert near.why == "Complete Caches and Queues to open it."


@st.composite
def worlds(draw: st.DrawFn) -> list[Candidate]:
    """Any catalogue with anything done of it; places may be shared by challenges of several organizations."""
    found: list[Candidate] = []
    for number in range(draw(st.integers(0, 25))):
        levels, published = draw(st.integers(0, 5)), draw(st.integers(1, 5))
        status = draw(st.sampled_from(["not_started", "in_progress", "completed"]))
        unlocked = status != "not_started" or draw(st.booleans())
        found.append(
            candidate(
                f"c{number}",
                difficulty=draw(st.sampled_from(sorted(LEVELS))),
                track_order=draw(st.integers(1, 3)),
                order_in_track=draw(st.integers(1, 4)),
                track_ready=draw(st.booleans()),
                enrolled=draw(st.booleans()),
                unlocked=unlocked,
                status=status,
                levels_completed={"not_started": 0, "in_progress": min(levels, published), "completed": published}[
                    status
                ],
                published_levels=published,
                best_score=None if status == "not_started" else draw(st.sampled_from([0, 55.5, 100])),
                missing=[] if unlocked else draw(st.lists(st.just("Before"), max_size=4)),
                weakness=draw(st.booleans()),
            )
        )
    return found


LEVEL = st.sampled_from(sorted(LEVELS))


@given(world=worlds(), level=LEVEL, count=st.integers(1, 20), seed=st.integers())
def test_recommendations_keep_their_promises(world: list[Candidate], level: Difficulty, count: int, seed: int) -> None:
    found = recommend(level, world, count)
    by_slug = {challenge.slug: challenge for challenge in world}
    assert len({recommendation.slug for recommendation in found}) == len(found) <= count
    shuffled = random.Random(seed).sample(world, len(world))  # noqa: S311 - an order, no secret
    assert recommend(level, shuffled, count) == found
    for recommendation in found:
        offered = by_slug[recommendation.slug]
        assert offered.unlocked != (recommendation.reason == "almost_open")
        assert (
            recommendation.reason == "improve"
            or offered.levels_completed < offered.published_levels
            or not offered.unlocked
        )
        assert recommendation.reason in {"continue", "improve", "almost_open"} or offered.status == "not_started"
        assert recommendation.reason != "level" or LEVELS[offered.difficulty] <= LEVELS[level]
        assert recommendation.reason != "almost_open" or len(offered.missing) <= NEAR
        assert recommendation.why


@given(world=worlds(), level=LEVEL)
def test_something_open_is_always_found(world: list[Candidate], level: Difficulty) -> None:
    left = [challenge for challenge in world if challenge.unlocked and challenge.status == "not_started"]
    assert bool(recommend(level, world, 1)) or not left
    assert len(recommend(level, world, 20)) >= min(20, len(left))


@given(world=worlds(), level=LEVEL, count=st.integers(1, 19))
def test_a_shorter_list_is_the_beginning_of_a_longer_one(world: list[Candidate], level: Difficulty, count: int) -> None:
    assert recommend(level, world, 20)[:count] == recommend(level, world, count)
