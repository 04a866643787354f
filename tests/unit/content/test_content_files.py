"""The content as it is checked in: complete, consistent, and fair to the designs that go with it."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from progressive_flow.content.file_checks import LEVEL_NAMES, judge
from progressive_flow.content.file_models import Case, Challenge, Content, Level
from progressive_flow.content.files import plain, read_content
from progressive_flow.evaluator import CATALOGUE, KINDS, evaluate

HERE = Path(__file__).parent
ROOT = HERE.parents[2] / "sql" / "seeds" / "content"
PUBLISHED = ("static-website", "load-balancing-basics", "url-shortener")
Graph = dict[str, Any]


@cache
def content() -> Content:
    return read_content(ROOT)


@cache
def catalogue() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "catalogue.json").read_text())
    return found


def challenge(slug: str) -> Challenge:
    return next(each for each in content().challenges if each.slug == slug)


def reference(slug: str) -> Graph:
    design = challenge(slug).reference_design
    assert design is not None
    return design.as_graph()


def test_all_challenges_are_those_of_the_catalogue_in_its_order() -> None:
    found = [
        {
            "slug": each.slug,
            "title": each.title,
            "track": each.track,
            "order": each.order,
            "category": each.category,
            "difficulty": each.difficulty,
            "prerequisites": each.prerequisites,
            "chapters": [concept.chapter for concept in each.ddia_concepts],
        }
        for each in content().challenges
    ]
    assert found == catalogue()["challenges"]
    assert len(found) == 61


def test_tracks_are_those_of_the_catalogue() -> None:
    found = [{"slug": each.slug, "prerequisites": each.prerequisites} for each in content().tracks]
    assert found == catalogue()["tracks"]
    assert [each.difficulty_level for each in content().tracks] == ["fundamentals", "concepts", "systems"]


def test_every_lesson_has_challenges_of_its_own_track() -> None:
    lessons = {lesson.slug: t.slug for t in content().tracks for module in t.modules for lesson in module.lessons}
    assert {each.lesson: each.track for each in content().challenges} == lessons


def test_every_challenge_has_five_levels_to_come() -> None:
    assert {each.level_count for each in content().challenges} == {5}
    assert [each.slug for each in content().challenges if each.levels] == list(PUBLISHED)


def test_texts_are_specific() -> None:
    texts = [each.description for each in content().challenges]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert 2 <= sum(text.count(mark) for mark in ".?") <= 5, text
        assert 150 <= len(text) <= 450, text
    sentences = Counter(sentence for text in texts for sentence in text.split(". "))
    assert sentences.most_common(1)[0][1] == 1


def test_harder_challenges_pay_more() -> None:
    pay: dict[str, list[int]] = {}
    for each in content().challenges:
        pay.setdefault(each.difficulty, []).append(each.xp_base)
    assert max(pay["beginner"]) < min(pay["intermediate"])
    assert max(pay["intermediate"]) < min(pay["advanced"])


def test_reading_everything_is_quick() -> None:
    begin = time.process_time()
    read_content(ROOT)
    assert time.process_time() - begin < 1.0


@pytest.mark.parametrize("slug", PUBLISHED)
def test_published_levels(slug: str) -> None:
    levels = challenge(slug).levels
    assert [level.name for level in levels] == list(LEVEL_NAMES[:2])
    for level in levels:
        assert len(level.hints) == 3
        assert sum(hint.xp_penalty for hint in level.hints) <= level.xp_reward * 3 / 4
        assert any(case.hidden for case in level.test_cases)
        assert any(not case.hidden for case in level.test_cases)
        assert level.passing_criteria.must_pass
        assert set(level.requirements.allowed_types) <= set(CATALOGUE)
    assert levels[0].xp_reward < levels[1].xp_reward


@pytest.mark.parametrize("slug", PUBLISHED)
def test_the_two_levels_ask_different_things(slug: str) -> None:
    connectivity, capacity = challenge(slug).levels
    kinds = [{case.kind for case in level.test_cases} for level in (connectivity, capacity)]
    assert kinds[0] <= {"path", "no_orphans", "edge_forbidden", "instances"}
    assert {"served", "max_rho", "storage"} <= kinds[1]
    load = [
        sum(operation.rps for operation in level.requirements.workload.operations) for level in (connectivity, capacity)
    ]
    assert load[1] > 10 * load[0]


def test_the_three_systems_differ() -> None:
    types = [{node["type"] for node in reference(slug)["nodes"]} for slug in PUBLISHED]
    assert types[0] == {"client", "dns", "cdn", "object_store"}
    assert types[1] == {"client", "load_balancer", "app_server", "database"}
    assert types[2] == {"client", "load_balancer", "app_server", "cache", "nosql"}


@pytest.mark.parametrize("slug", PUBLISHED)
def test_the_reference_is_perfect_and_nothing_is_nothing(slug: str) -> None:
    for level in challenge(slug).levels:
        best = judge(level, reference(slug))
        assert (best.score, best.passed) == (100.0, True), best.test_results
        none = judge(level, {"schema": "sd-graph/1", "nodes": [], "edges": []})
        assert (none.score, none.passed) == (0.0, False)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_weaker_designs_score_within_their_bands(slug: str) -> None:
    weaker = challenge(slug).weaker_designs
    assert len(weaker) == 2
    for each in weaker:
        assert set(each.expected) == {1, 2}
        found = [judge(level, each.design.as_graph()) for level in challenge(slug).levels]
        for number, band in each.expected.items():
            assert band[0] <= found[number - 1].score <= band[1]
        assert not all(result.passed for result in found)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_rates_and_sizes_never_come_from_the_learner(slug: str) -> None:
    for level in challenge(slug).levels:
        forged = reference(slug)
        forged["nodes"] = [{**node, "read_ms": 0, "parallel": 10**9, "max_hit": 1} for node in forged["nodes"]]
        assert judge(level, forged) == judge(level, reference(slug))


def shape_mutants(graph: Graph) -> Iterator[tuple[str, Graph]]:
    """The reference with one node or one edge missing."""
    for node in graph["nodes"]:
        left = [each for each in graph["edges"] if node["id"] not in (each["from"], each["to"])]
        kept = [each for each in graph["nodes"] if each is not node]
        yield f"without {node['id']}", {**graph, "nodes": kept, "edges": left}
    for cut in graph["edges"]:
        left = [each for each in graph["edges"] if each is not cut]
        yield f"without {cut['from']} to {cut['to']}", {**graph, "edges": left}


def size_mutants(graph: Graph) -> Iterator[tuple[str, Graph]]:
    """The reference with one capacity halved, or one replica fewer."""
    for at, node in enumerate(graph["nodes"]):
        smaller = [(what, node[what] // 2) for what in ("units", "shards") if node[what] > 1]
        smaller += [("replicas", node["replicas"] - 1)] if node["replicas"] > 1 else []
        for what, size in smaller:
            nodes = [*graph["nodes"][:at], {**node, what: size}, *graph["nodes"][at + 1 :]]
            yield f"{node['id']} with {size} {what}", {**graph, "nodes": nodes}


@pytest.mark.parametrize("slug", PUBLISHED)
def test_every_missing_part_is_noticed_on_both_levels(slug: str) -> None:
    for level in challenge(slug).levels:
        for name, mutant in shape_mutants(reference(slug)):
            assert judge(level, mutant).score < 100.0, (level.name, name)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_every_smaller_part_is_noticed_by_capacity_and_not_by_connectivity(slug: str) -> None:
    connectivity, capacity = challenge(slug).levels
    mutants = list(size_mutants(reference(slug)))
    assert mutants
    for name, mutant in mutants:
        assert judge(connectivity, mutant).score == 100.0, name
        assert judge(capacity, mutant).score < 100.0, name


@pytest.mark.parametrize("slug", PUBLISHED)
def test_visible_tests_alone_notice_every_mutant(slug: str) -> None:
    # A learner who fails must be able to see why: hidden tests only guard against designs fitted to the visible ones.
    for level in challenge(slug).levels:
        mutants = [*shape_mutants(reference(slug)), *(size_mutants(reference(slug)) if level.level == 2 else [])]
        for name, mutant in mutants:
            results = judge(level, mutant).test_results
            hidden = {case.id for case in level.test_cases if case.hidden}
            assert any(not result["passed"] and result["id"] not in hidden for result in results), (level.name, name)


@pytest.mark.parametrize("slug", PUBLISHED)
@pytest.mark.parametrize("what", ["units", "replicas", "shards"])
def test_more_of_anything_stays_perfect(slug: str, what: str) -> None:
    for level in challenge(slug).levels:
        for at in range(len(reference(slug)["nodes"])):
            larger = reference(slug)
            larger["nodes"][at][what] += 3
            assert judge(level, larger).score == 100.0


def test_short_links_may_live_in_a_relational_database_or_behind_the_cache() -> None:
    through = reference("url-shortener")
    through["edges"][-1] = {"from": "memory", "to": "links"}
    through["nodes"][-1] |= {"type": "database", "units": 3, "shards": 1}
    for level in challenge("url-shortener").levels:
        assert judge(level, through).score == 100.0


def test_one_scaled_server_node_is_as_good_as_three() -> None:
    one = reference("load-balancing-basics")
    one["nodes"] = [node for node in one["nodes"] if node["id"] not in {"shop-b", "shop-c"}]
    one["nodes"][2]["replicas"] = 3
    one["edges"] = [edge for edge in one["edges"] if not {"shop-b", "shop-c"} & set(edge.values())]
    for level in challenge("load-balancing-basics").levels:
        assert judge(level, one).score == 100.0


def test_connectivity_designs_of_smallest_size_do_not_carry_the_load() -> None:
    for slug in PUBLISHED:
        small = reference(slug)
        small["nodes"] = [{**node, "units": 1, "replicas": 1, "shards": 1} for node in small["nodes"]]
        found = [judge(level, small) for level in challenge(slug).levels]
        assert found[1].passed is False
        assert found[1].score < 85


def test_plain_levels_are_what_the_evaluator_takes() -> None:
    level = challenge("url-shortener").levels[1]
    stored = json.loads(json.dumps(plain(level)))
    found = evaluate(
        reference("url-shortener"), stored["requirements"], stored["test_cases"], stored["passing_criteria"]
    )
    assert found == judge(level, reference("url-shortener"))


def test_every_kind_has_a_sound_default_case() -> None:
    for kind in KINDS:
        assert Case(id="x", kind=kind).weight == 1.0


def test_levels_read_back_equal() -> None:
    for slug in PUBLISHED:
        for level in challenge(slug).levels:
            assert Level.model_validate(plain(level)) == level
