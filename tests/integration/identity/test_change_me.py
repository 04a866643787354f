"""PATCH /v1/me."""

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import footprint, pointers
from tests.support.scene import NOON, one

GOOD: dict[str, list[Any]] = {
    "username": ["ada", "A.d-a_1", "x" * 100],
    "display_name": ["Ada", "  Ada  ", "Åda 🙂 Ł", "x" * 200, "'; drop table users; --", None],
    "avatar_url": [
        "https://secure.gravatar.com/avatar/205e460b?s=80&d=identicon",
        "https://avatars.githubusercontent.com/u/1?v=4",
        None,
    ],
    "preferences": [{}, {"theme": "dark", "n": [1, {"a": None}]}, {str(number): number for number in range(100)}],
    "time_zone": [
        "Europe/Berlin",
        "America/Argentina/Buenos_Aires",
        "Etc/GMT+5",
        "UTC",
        "EST5EDT",
        "CST6CDT",
        "MST7MDT",
        "PST8PDT",
        "GB-Eire",
        "NZ-CHAT",
        "W-SU",
        "GMT0",
        "GMT+0",
        "GMT-0",
        "Asia/Calcutta",
        "Europe/Kiev",
    ],
    "visibility": ["public", "pseudonym", "hidden"],
}
BAD: dict[str, list[Any]] = {
    "username": ["", "ab", "x" * 101, "-ada", "a b", "ada\n", "adä", "ada\u0000", None, 7, ["ada"]],
    "display_name": ["", "   ", "x" * 201, 7, {}],
    "avatar_url": [
        "",
        "http://example.com",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "https://example.com/a.png",
        "https://secure.gravatar.com.example.com/a.png",
        "https://169.254.169.254/latest/meta-data/",
        "https://localhost/a.png",
        "https://SECURE.gravatar.com/a.png",
        "https://ada@secure.gravatar.com/a.png",
        "https://secure.gravatar.com:8443/a.png",
        "https://secure.gravatar.com",
        "https://secure.gravatar.com/a.png#x",
        'https://secure.gravatar.com/x"onerror=alert(1)',
        "https://secure.gravatar.com/x')",
        "https://secure.gravatar.com/<svg>",
        "https://secure.gravatar.com/\\x",
        "https://" + "x" * 2000,
        7,
    ],
    "preferences": [None, [], "{}", 7, {str(number): number for number in range(101)}],
    "time_zone": [
        "",
        "europe/berlin",
        "Mars/Base",
        "Factory",
        "Mars/Base+5",
        "PST",
        "UTC+5",
        "../etc/passwd",
        "Europe/Berlin\n",
        None,
    ],
    "visibility": ["", "Public", "secret", None, True],
}


def changed(caller: Caller) -> str:
    """Make a username nobody else has."""
    return f"u{caller.id.hex[:20]}"


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in GOOD.items() for value in values])
def test_a_field_changes_alone(api: Api, learner: Caller, field: str, value: Any) -> None:
    before = api.get("/v1/me", learner).json()
    sent = f"{value[:60]}{learner.id.hex}"[-100:] if field == "username" else value
    response = api.patch("/v1/me", learner, json={field: sent})
    assert response.status_code == 200, response.text
    expected = sent.strip() if field == "display_name" and sent else sent
    after = response.json()
    assert after == {
        **before,
        field: expected,
        "updated_at": after["updated_at"],
        "time_zone_since": after["time_zone_since"],
    }
    assert (after["time_zone_since"] is not None) == (field == "time_zone" and value != "UTC")
    assert api.get("/v1/me", learner).json() == after


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_a_bad_value_is_pointed_at_and_nothing_changes(
    api: Api, learner: Caller, superuser: psycopg.Connection, field: str, value: Any
) -> None:
    api.get("/v1/me", learner)
    before = footprint(superuser, learner.id)
    other = "display_name" if field != "display_name" else "visibility"
    response = api.patch("/v1/me", learner, json={field: value, other: "hidden"})
    problem(response, 422, "invalid")
    assert pointers(response) == [f"/body/{field}"]
    assert footprint(superuser, learner.id) == before


@pytest.mark.parametrize(
    "field", ["total_xp", "current_level", "id", "email", "skill_level", "onboarding_completed", "score"]
)
def test_what_is_not_the_learners_to_say_is_refused(api: Api, learner: Caller, field: str) -> None:
    response = api.patch("/v1/me", learner, json={field: 1})
    problem(response, 422, "invalid")
    assert pointers(response) == [f"/body/{field}"]


@pytest.mark.parametrize("field", ["display_name", "avatar_url"])
def test_null_clears(api: Api, learner: Caller, field: str) -> None:
    api.patch("/v1/me", learner, json={"display_name": "Ada", "avatar_url": "https://secure.gravatar.com/a.png"})
    me = api.patch("/v1/me", learner, json={field: None}).json()
    assert me[field] is None
    assert (me["display_name"], me["avatar_url"]).count(None) == 1


def test_the_stage_says_which_hosts_are_allowed(api: Api, learner: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVATAR_HOSTS", "media.example.com")
    assert api.patch("/v1/me", learner, json={"avatar_url": "https://media.example.com/a.png"}).status_code == 200
    refused = api.patch("/v1/me", learner, json={"avatar_url": "https://secure.gravatar.com/a.png"})
    assert "media.example.com" in problem(refused, 422, "invalid")["detail"]


def test_all_at_once(api: Api, learner: Caller) -> None:
    wanted = {"username": changed(learner), **{name: values[0] for name, values in GOOD.items() if name != "username"}}
    me = api.patch("/v1/me", learner, json=wanted).json()
    assert {name: me[name] for name in wanted} == wanted


def test_an_empty_change_changes_nothing(api: Api, learner: Caller) -> None:
    before = api.get("/v1/me", learner).json()
    response = api.patch("/v1/me", learner, json={})
    assert (response.status_code, response.json()) == (200, before)


@pytest.mark.parametrize("spelling", [str.lower, str.upper])
def test_a_taken_username_is_taken_in_any_case(api: Api, learner: Caller, spelling: Any) -> None:
    other = new_caller()
    assert api.patch("/v1/me", other, json={"username": changed(other)}).status_code == 200
    before = api.get("/v1/me", learner).json()
    response = api.patch("/v1/me", learner, json={"username": spelling(changed(other)), "visibility": "hidden"})
    problem(response, 409, "username-taken")
    assert api.get("/v1/me", learner).json() == before


def test_ones_own_username_may_change_its_case(api: Api, learner: Caller) -> None:
    api.patch("/v1/me", learner, json={"username": changed(learner)})
    me = api.patch("/v1/me", learner, json={"username": changed(learner).upper()}).json()
    assert me["username"] == changed(learner).upper()


def change_zone(api: Api, learner: Caller, zone: str, **others: str) -> int:
    """Ask for another time zone; return the status."""
    return api.patch("/v1/me", learner, json={"time_zone": zone, **others}).status_code


def test_a_time_zone_that_holds_changes_once_in_24_hours(api: Api, learner: Caller) -> None:
    with clock.moved_to(NOON - timedelta(days=9)):
        api.get("/v1/me", learner)
    with clock.moved_to(NOON):
        assert change_zone(api, learner, "Europe/Berlin") == 200
    with clock.moved_to(NOON + timedelta(hours=23, minutes=59)):
        refused = api.patch("/v1/me", learner, json={"time_zone": "Asia/Tokyo", "display_name": "Ada"})
        problem(refused, 409, "time-zone-changed-today")
        me = api.get("/v1/me", learner).json()
        assert (me["time_zone"], me["display_name"]) == ("Europe/Berlin", None)
        assert change_zone(api, learner, "Europe/Berlin", display_name="Ada") == 200  # the same is no change
    with clock.moved_to(NOON + timedelta(hours=24, minutes=1)):
        assert change_zone(api, learner, "Asia/Tokyo") == 200


def test_a_wrong_time_zone_is_corrected_on_the_day_of_sign_up(api: Api, learner: Caller) -> None:
    with clock.moved_to(NOON):
        api.get("/v1/me", learner)
        assert [change_zone(api, learner, zone) for zone in ("America/Lima", "Asia/Tokyo", "Europe/Berlin")] == [
            200
        ] * 3
    with clock.moved_to(NOON + timedelta(hours=13)):
        assert api.get("/v1/me", learner).json()["time_zone"] == "Europe/Berlin"
        assert change_zone(api, learner, "Europe/Vienna") == 200
    with clock.moved_to(NOON + timedelta(hours=36)):
        assert change_zone(api, learner, "Europe/Zurich") == 409


def test_preferences_take_16_kilobytes(api: Api, learner: Caller) -> None:
    large = {"note": "x" * 16_000}
    assert api.patch("/v1/me", learner, json={"preferences": large}).json()["preferences"] == large
    response = api.patch("/v1/me", learner, json={"preferences": {"note": "x" * 16_400}})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/preferences"]
    assert api.get("/v1/me", learner).json()["preferences"] == large


@pytest.mark.parametrize("depth", [20, 100])
def test_preferences_do_not_nest_for_ever(api: Api, learner: Caller, depth: int) -> None:
    body = b'{"preferences": {"a": ' + b"[" * depth + b"]" * depth + b"}}"
    response = api.patch("/v1/me", learner, content=body, headers={"content-type": "application/json"})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/preferences"]
    assert api.get("/v1/me", learner).json()["preferences"] == {}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"preferences": {"a": "\\u0000"}}', "/body/preferences/a"),
        (b'{"preferences": {"\\u0000": 1}}', "/body/preferences/\0"),
        (b'{"preferences": {"a": [0, 1e400]}}', "/body/preferences/a/1"),
        (b'{"display_name": "a\\u0000b"}', "/body/display_name"),
        (b'{"avatar_url": "https://secure.gravatar.com/\\u0000"}', "/body/avatar_url"),
    ],
)
def test_what_the_database_cannot_hold_is_pointed_at(
    api: Api, learner: Caller, superuser: psycopg.Connection, body: bytes, pointer: str
) -> None:
    api.get("/v1/me", learner)
    before = footprint(superuser, learner.id)
    refused = api.patch("/v1/me", learner, content=body, headers={"content-type": "application/json"})
    problem(refused, 422, "invalid")
    assert pointers(refused) == [pointer]
    assert footprint(superuser, learner.id) == before
    assert api.patch("/v1/me", learner, json={"display_name": "fine"}).status_code == 200


def test_several_faults_are_reported_together(api: Api, learner: Caller) -> None:
    response = api.patch("/v1/me", learner, json={"username": "", "visibility": "x", "nonsense": 1})
    assert sorted(pointers(response)) == ["/body/nonsense", "/body/username", "/body/visibility"]


def test_a_pseudonym_says_nothing_of_the_username_and_is_new_each_time(api: Api, superuser: psycopg.Connection) -> None:
    """The default username stands on public leaderboards from the first day, so that both may not begin alike."""
    petra = new_caller()
    username = api.get("/v1/me", petra).json()["username"]

    def shown(**changes: object) -> str:
        assert api.patch("/v1/me", petra, json=changes).status_code == 200
        name: str = one(superuser, "select shown_name from identity.public_profiles where user_id = %s", petra.id)
        return name

    first = shown(visibility="pseudonym")
    assert re.fullmatch("Learner [0-9A-F]{8}", first)
    assert first.removeprefix("Learner ").lower() not in username
    assert first.removeprefix("Learner ").lower() not in str(petra.id)
    assert shown(display_name="Petra") == first, "it stays while the learner has one"
    assert shown(visibility="public") == "Petra"
    assert shown(visibility="pseudonym") not in {first, "Petra"}
