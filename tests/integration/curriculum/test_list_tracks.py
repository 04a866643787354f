"""GET /v1/tracks."""

import psycopg

from tests.support.api import Api, Caller, new_caller
from tests.support.content import content
from tests.support.learning import admit, pass_level


def test_all_are_there_in_order_with_their_prerequisites(api: Api, learner: Caller) -> None:
    page = api.get("/v1/tracks", learner).json()
    assert page["next_cursor"] is None
    assert [(track["slug"], track["order"], track["prerequisites"]) for track in page["items"]] == [
        (track.slug, track.order, track.prerequisites) for track in content().tracks
    ]
    assert [track["total_challenges"] for track in page["items"]] == [16, 22, 23, len(content().code)]
    assert {track["challenges_completed"] for track in page["items"]} == {0}


def test_completed_challenges_are_counted_for_who_completed_them(
    api: Api, fresh_database: dict[str, str], learner: Caller
) -> None:
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute("update curriculum.challenges set level_count = 2 where slug = 'url-shortener'")
    admit(api, learner, "url-shortener")
    assert not pass_level(api, learner, level=1)["challenge_completed"]
    assert pass_level(api, learner, level=2)["challenge_completed"]
    counted = {track["slug"]: track["challenges_completed"] for track in api.get("/v1/tracks", learner).json()["items"]}
    assert counted == {"fundamentals": 0, "concepts": 0, "systems": 1, "code-practice": 0}
    others = api.get("/v1/tracks", new_caller()).json()["items"]
    assert {track["challenges_completed"] for track in others} == {0}


def test_unpublished_tracks_are_left_out(api: Api, fresh_database: dict[str, str], learner: Caller) -> None:
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute("update curriculum.learning_tracks set is_published = false where slug = 'concepts'")
    assert [track["slug"] for track in api.get("/v1/tracks", learner).json()["items"]] == [
        "fundamentals",
        "systems",
        "code-practice",
    ]


def test_it_is_sent_only_once(api: Api, learner: Caller) -> None:
    tag = api.get("/v1/tracks", learner).headers["etag"]
    assert api.get("/v1/tracks", learner, headers={"if-none-match": f'W/{tag}, "x"'}).status_code == 304
