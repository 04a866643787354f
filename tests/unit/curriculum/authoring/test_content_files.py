"""The content as it is checked in: complete, consistent, and fair to the designs that go with it."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files import Challenge, Content, Level, plain
from progressive_flow.curriculum.authoring.files.levels import LEVEL_NAMES
from progressive_flow.curriculum.authoring.files.reading import read_content
from progressive_flow.curriculum.authoring.gates.grading import EMPTY, on, stored
from progressive_flow.grading.system_design.engine import CATALOGUE, CATALOGUE_VERSION, Evaluation, evaluate

HERE = Path(__file__).parent
ROOT = HERE.parents[3] / "sql" / "seeds" / "content"
Graph = dict[str, Any]


@cache
def content() -> Content:
    return read_content(ROOT)


@cache
def catalogue() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "catalogue.json").read_text())
    return found


def challenge(slug: str) -> Challenge:
    return next(loaded for loaded in content().challenges if loaded.slug == slug)


def grade(level: Level, graph: Graph) -> Evaluation:
    return on(stored(level), graph)


def reference(slug: str) -> Graph:
    design = challenge(slug).reference_design
    assert design is not None
    return design.as_graph()


PUBLISHED = [loaded.slug for loaded in content().challenges if loaded.levels]


def test_all_challenges_are_those_of_the_catalogue_in_its_order() -> None:
    found = [
        {
            "slug": loaded.slug,
            "title": loaded.title,
            "track": loaded.track,
            "order": loaded.order,
            "category": loaded.category,
            "difficulty": loaded.difficulty,
            "prerequisites": loaded.prerequisites,
            "chapters": [concept.chapter for concept in loaded.ddia_concepts],
        }
        for loaded in content().challenges
    ]
    assert found == catalogue()["challenges"]
    assert len(found) == 61


def test_tracks_are_those_of_the_catalogue() -> None:
    found = [{"slug": track.slug, "prerequisites": track.prerequisites} for track in content().tracks]
    code = {"slug": "code-practice", "prerequisites": []}
    assert found == [*catalogue()["tracks"], code]
    levels = ["fundamentals", "concepts", "systems", "fundamentals"]
    assert [track.difficulty_level for track in content().tracks] == levels


def test_every_lesson_has_challenges_of_its_own_track() -> None:
    lessons = {lesson.slug: t.slug for t in content().tracks for module in t.modules for lesson in module.lessons}
    assert {loaded.lesson: loaded.track for loaded in content().all} == lessons


def test_every_challenge_has_five_levels_to_come() -> None:
    assert {loaded.level_count for loaded in content().challenges} == {5}


def test_texts_are_specific() -> None:
    texts = [loaded.description for loaded in content().challenges]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert 2 <= sum(text.count(mark) for mark in ".?") <= 5, text
        assert 150 <= len(text) <= 450, text
    sentences = Counter(sentence for text in texts for sentence in text.split(". "))
    assert sentences.most_common(1)[0][1] == 1


def test_harder_challenges_pay_more() -> None:
    pay: dict[str, list[int]] = {}
    for loaded in content().challenges:
        pay.setdefault(loaded.difficulty, []).append(loaded.xp_base)
    assert max(pay["beginner"]) < min(pay["intermediate"])
    assert max(pay["intermediate"]) < min(pay["advanced"])


@pytest.mark.parametrize("slug", PUBLISHED)
def test_published_levels(slug: str) -> None:
    found = challenge(slug)
    assert [level.name for level in found.levels] == list(LEVEL_NAMES[: len(found.levels)])
    for level in found.levels:
        assert sum(hint.xp_penalty for hint in level.hints) < level.xp_reward
        assert level.requirements.catalogue_version == CATALOGUE_VERSION
        assert set(level.requirements.allowed_types) <= set(CATALOGUE)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_the_reference_is_perfect_and_nothing_is_nothing(slug: str) -> None:
    for level in challenge(slug).levels:
        best = grade(level, reference(slug))
        assert (best.score, best.passed) == (100.0, True), best.test_results
        none = on(stored(level), EMPTY)
        assert (none.score, none.passed) == (0.0, False)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_rates_and_sizes_never_come_from_the_learner(slug: str) -> None:
    for level in challenge(slug).levels:
        forged = reference(slug)
        forged["nodes"] = [{**node, "read_ms": 0, "parallel": 10**9, "max_hit": 1} for node in forged["nodes"]]
        assert grade(level, forged) == grade(level, reference(slug))


def test_plain_levels_are_what_the_evaluator_takes() -> None:
    level = challenge("url-shortener").levels[1]
    stored = json.loads(json.dumps(plain(level)))
    found = evaluate(
        reference("url-shortener"), stored["requirements"], stored["test_cases"], stored["passing_criteria"]
    )
    assert found == grade(level, reference("url-shortener"))


def test_levels_read_back_equal() -> None:
    for slug in PUBLISHED:
        for level in challenge(slug).levels:
            assert Level.model_validate(plain(level)) == level
