"""The content files and the catalogue they become: loaded twice the same, changed only where they changed."""

import threading
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from progressive_flow.curriculum.authoring.files.reading import read_content
from progressive_flow.curriculum.authoring.service import load
from progressive_flow.curriculum.authoring.yaml_files import ContentError
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.bulk_write import PUBLIC
from progressive_flow.kernel.declarations import registry
from progressive_flow.operations.reference_data.service import content_root, load_reference_data
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.content import content
from tests.support.learning import admit, pass_level
from tests.support.loading import EVERYTHING, Change, changed, edit_challenge
from tests.support.scene import one
from tests.support.task_kinds import run_due_tasks


def test_a_second_load_changes_nothing(catalogue: psycopg.Connection, root: Path) -> None:
    before = one(catalogue, EVERYTHING)
    assert changed(load_reference_data(root)) == {}
    assert changed(registry.load("functions.operations.load_reference_data")({}, None)) == {}
    assert one(catalogue, EVERYTHING) == before


def test_everything_in_the_files_is_there(catalogue: psycopg.Connection) -> None:
    rows = catalogue.execute(
        """
        select c.slug, t.slug, c.order_in_track, c.title, c.level_count, c.version, (
            select coalesce(array_agg(b.slug order by b.slug), '{}')
            from curriculum.challenge_prerequisites as p inner join curriculum.challenges as b on b.id = p.prerequisite_id
            where p.challenge_id = c.id
        )
        from curriculum.challenges as c inner join curriculum.learning_tracks as t on t.id = c.track_id
        order by t.order_index, c.order_in_track
        """
    ).fetchall()
    assert len(rows) == len(content().all) > 61
    assert rows == [
        (
            challenge.slug,
            challenge.track,
            challenge.order,
            challenge.title,
            challenge.level_count,
            1,
            sorted(challenge.prerequisites),
        )
        for challenge in content().all
    ]
    assert one(catalogue, "select count(*) from curriculum.learning_tracks") == 4
    levels = sum(len(each.levels) for each in content().challenges)
    levels += sum(len(each.levels) for each in content().code)
    assert one(catalogue, "select count(*) from curriculum.challenge_levels") == levels


def test_a_changed_challenge_gets_one_new_live_version(catalogue: psycopg.Connection, root: Path) -> None:
    old = one(
        catalogue, "select jsonb_agg(to_jsonb(v) - 'is_active' order by v.id) from content.challenge_versions as v"
    )
    edit_challenge(root, "url-shortener", lambda file: file.update(title="Shorter links"))
    assert changed(load_reference_data(root)) == {"challenges": 1, "versions": 1}
    versions = catalogue.execute(
        "select v.version, v.is_active, v.content ->> 'title' from content.challenge_versions as v"
        " inner join curriculum.challenges as c on c.id = v.challenge_id where c.slug = 'url-shortener' order by 1"
    ).fetchall()
    title = next(challenge.title for challenge in content().challenges if challenge.slug == "url-shortener")
    assert versions == [(1, False, title), (2, True, "Shorter links")]
    kept = "select jsonb_agg(to_jsonb(v) - 'is_active' order by v.id) from content.challenge_versions as v where v.version = 1"
    assert one(catalogue, kept) == old
    assert one(catalogue, "select version from curriculum.challenges where slug = 'url-shortener'") == 2
    assert changed(load_reference_data(root)) == {}
    assert changed(load_reference_data(content_root())) == {"challenges": 1, "versions": 1}


def test_attempts_stay_with_their_version(api: Api, learner: Caller, catalogue: psycopg.Connection, root: Path) -> None:
    admit(api, learner, "url-shortener")
    old = pass_level(api, learner)
    edit_challenge(root, "url-shortener", lambda file: file["levels"][0].update(xp_reward=999))
    assert changed(load_reference_data(root)) == {"versions": 1, "levels": 1}
    new = pass_level(api, learner)
    assert [api.get(f"/v1/attempts/{attempt['id']}", learner).json()["version"] for attempt in (old, new)] == [1, 2]
    assert (new["xp_earned"], new["total_xp"]) == (0, old["total_xp"])
    assert api.get("/v1/challenges/url-shortener/levels/1", learner).json()["xp_reward"] == 999


def test_a_prerequisite_that_goes_opens_the_challenge(
    api: Api, learner: Caller, catalogue: psycopg.Connection, root: Path, clouds: Clouds
) -> None:
    assert not api.get("/v1/challenges/url-shortener", learner).json()["unlocked"]
    edit_challenge(root, "url-shortener", lambda file: file.update(prerequisites=[]))
    report = changed(load_reference_data(root))
    assert report == {"challenge_prerequisites": 2, "versions": 1}
    assert run_due_tasks(clouds) == ["done"]
    shown = api.get("/v1/challenges/url-shortener", learner).json()
    assert (shown["prerequisites"], shown["unlocked"]) == ([], True)
    listed = "select prerequisites from curriculum.challenges where slug = 'url-shortener'"
    assert one(catalogue, listed) == []
    assert changed(load_reference_data(content_root())) == {"challenge_prerequisites": 2, "versions": 1}
    assert api.get("/v1/challenges/url-shortener", learner).json()["unlocked"]  # what was open stays open


def test_challenges_may_change_places(catalogue: psycopg.Connection, root: Path) -> None:
    systems = [challenge.slug for challenge in content().challenges if challenge.track == "systems"]
    for place, slug in enumerate(reversed(systems), 1):
        edit_challenge(root, slug, lambda file, place=place: file.update(order=place))  # type: ignore[misc]
    report = changed(load_reference_data(root))
    assert report == {"challenges": len(systems) - 1, "versions": len(systems) - 1}  # the middle one stays
    found = catalogue.execute(
        "select c.slug from curriculum.challenges as c inner join curriculum.learning_tracks as t on t.id = c.track_id"
        " where t.slug = 'systems' order by c.order_in_track"
    ).fetchall()
    assert [row[0] for row in found] == systems[::-1]


def cycle(file: dict[str, Any]) -> None:
    file["prerequisites"] = ["url-shortener"]


BAD: dict[str, tuple[str, Change, str]] = {
    "a cycle": ("caching-basics", cycle, "prerequisites: form a cycle"),
    "itself": ("url-shortener", cycle, "prerequisites: form a cycle"),
    "no such prerequisite": ("url-shortener", lambda file: file.update(prerequisites=["nothing"]), "'nothing'"),
    "no title": ("url-shortener", lambda file: file.update(title=""), "title"),
    "an unknown field": ("url-shortener", lambda file: file.update(secret=1), "secret"),
    "a place that is taken": ("url-shortener", lambda file: file.update(order=2), "order: 2 is taken"),
    "no such lesson": ("url-shortener", lambda file: file.update(lesson="nothing"), "lesson"),
    "no reference": ("url-shortener", lambda file: file.pop("reference_design"), "reference_design: is missing"),
    "a gap between levels": ("url-shortener", lambda file: file["levels"].pop(0), "levels: are numbered"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_content_is_named_and_changes_nothing(catalogue: psycopg.Connection, root: Path, kind: str) -> None:
    before = one(catalogue, EVERYTHING)
    edit_challenge(root, "pastebin", lambda file: file.update(title="A good change"))
    slug, change, said = BAD[kind]
    edit_challenge(root, slug, change)
    with pytest.raises(ContentError) as refusal:
        load_reference_data(root)
    assert any(f"{slug}/challenge.yaml" in line and said in line for line in refusal.value.problems)
    assert one(catalogue, EVERYTHING) == before


def test_two_loads_at_once_make_one_version(
    catalogue: psycopg.Connection, root: Path, fresh_database: dict[str, str]
) -> None:
    edit_challenge(root, "url-shortener", lambda file: file.update(title="Shorter links"))
    wanted = read_content(root)
    barrier, reports, failures = threading.Barrier(2), list[dict[str, int]](), list[Exception]()

    def run() -> None:
        try:
            with psycopg.connect(fresh_database["migrator"], autocommit=True, prepare_threshold=None) as connection:
                barrier.wait(10)
                with transactions.begin_on(connection) as db:
                    reports.append(changed(load(db, wanted, UUID(PUBLIC))))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(reports, key=len) == [{}, {"challenges": 1, "versions": 1}]
    assert one(catalogue, "select count(*) from content.challenge_versions where version = 2 and is_active") == 1


def rewrite(root: Path, slug: str, text: str) -> None:
    """Change a challenge's statement."""
    (path,) = root.glob(f"*/{slug}/statement.md")
    path.write_text(path.read_text() + text)


def test_a_statement_is_stored_and_part_of_the_version(catalogue: psycopg.Connection, root: Path) -> None:
    file = next(challenge for challenge in content().challenges if challenge.slug == "url-shortener")
    stored = "select statement from curriculum.challenges where slug = 'url-shortener'"
    assert one(catalogue, stored) == file.statement != ""
    rewrite(root, "url-shortener", "- One more line.\n")
    assert changed(load_reference_data(root)) == {"challenges": 1, "versions": 1}
    assert one(catalogue, stored) == file.statement + "\n- One more line."
    live = "select content ->> 'statement' from content.challenge_versions where version = 2 and is_active"
    assert one(catalogue, live) == one(catalogue, stored)
    assert changed(load_reference_data(root)) == {}


def test_what_only_authors_read_makes_no_version(catalogue: psycopg.Connection, root: Path) -> None:
    edit_challenge(root, "url-shortener", lambda file: file["weaker_designs"].pop())
    edit_challenge(root, "url-shortener", lambda file: file.update(harmless_mutants=[{"change": "x", "why": "y"}]))
    assert changed(load_reference_data(root)) == {}


def test_the_days_requirements_are_stored_beside_what_else_there_is(catalogue: psycopg.Connection, root: Path) -> None:
    stored = "select metadata from curriculum.challenges where slug = 'url-shortener'"
    catalogue.execute("update curriculum.challenges set metadata = '{\"note\": 1}' where slug = 'url-shortener'")
    assert changed(load_reference_data(root)) == {}
    edit_challenge(root, "url-shortener", lambda file: file.update(daily={"load": 2.0}))
    assert changed(load_reference_data(root)) == {"challenges": 1, "versions": 1}
    assert one(catalogue, stored) == {"note": 1, "daily": {"load": 2.0}}
    assert changed(load_reference_data(content_root())) == {"challenges": 1, "versions": 1}
    assert one(catalogue, stored) == {"note": 1}
