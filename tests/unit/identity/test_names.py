"""Names that learners choose and others see."""

import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from progressive_flow.identity.users.models import DisplayName, Username

DISPLAYED: TypeAdapter[str] = TypeAdapter(DisplayName)
CHOSEN: TypeAdapter[str] = TypeAdapter(Username)


@pytest.mark.parametrize(
    "name",
    [
        "Ada",
        "José",
        "Нина Ковалёва",
        "Ελένη",
        "李小龍",
        "محمد",
        "प्रिया",
        "Zoë 2",
        "🚀",
        "O'Neill-Smith",
        "Tiếng Việt",
        "Admin Anna",
    ],
)
def test_a_name_of_any_language_is_kept(name: str) -> None:
    assert DISPLAYED.validate_python(name) == unicodedata.normalize("NFC", name)


def test_a_name_has_one_form() -> None:
    assert DISPLAYED.validate_python("Jose\u0301") == "José"


@pytest.mark.parametrize(
    "name",
    [
        "\u200b\u200b",
        "A\u200bda",
        "Admin\u202e",
        "\u2066Ada",
        "Ada\nLovelace",
        "Ada\u2028B",
        "Ada\a",
        "\u3164",
        "\u2800",
        "\u115f",
        "\ue000",
        "\U000e0041",
        "e" + "\u0301\u0302\u0303\u0304\u0306",
        "\u0301",
    ],
)
def test_what_is_not_shown_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        DISPLAYED.validate_python(name)


@pytest.mark.parametrize("name", ["\u0410dmin", "Ad\u03bfm", "\u0555scar"])
def test_alphabets_that_look_alike_are_not_mixed(name: str) -> None:
    with pytest.raises(ValidationError, match="two alphabets"):
        DISPLAYED.validate_python(name)


@pytest.mark.parametrize(
    "name",
    [
        "Admin",
        "ADM1N",
        "s.u.p.p.o.r.t",
        "\uff32\uff4f\uff4f\uff54",
        "Progressive Flow",
        "The Pr0gressive-F1ow team",
        "Ádmin",
        "null",
    ],
)
def test_a_name_of_an_official_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="kept for the platform"):
        DISPLAYED.validate_python(name)


@pytest.mark.parametrize("name", ["admin", "Administrator", "r00t", "platform_admin", "progressive-flow", "learner"])
def test_so_is_a_username(name: str) -> None:
    with pytest.raises(ValidationError, match="kept for the platform"):
        CHOSEN.validate_python(name)


@pytest.mark.parametrize("name", ["ada", "administration", "learner-8d90a94b0edb", "rooted", "a.b_c-d"])
def test_a_name_that_only_begins_like_one_is_kept(name: str) -> None:
    assert CHOSEN.validate_python(name) == name
