"""POST /v1/admin/users: an account at the identity provider."""

from typing import Any

import boto3
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.learning import pointers

PATH = "/v1/admin/users"


def account(**changes: Any) -> dict[str, Any]:
    """Return somebody new, changed."""
    return {"email": "ada@example.com", "display_name": "Ada", "invite": False, **changes}


def held(clouds: Clouds) -> list[Any]:
    """Return the pool's accounts."""
    return boto3.client("cognito-idp").list_users(UserPoolId=clouds.pool)["Users"]


def test_an_account_is_made_with_a_verified_address(api: Api, administrator: Caller, clouds: Clouds) -> None:
    response = api.post(PATH, administrator, json=account(email=" Ada@Example.com "))
    assert response.status_code == 201, response.text
    made = response.json()
    (user,) = held(clouds)
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]}
    assert made == {
        "id": attributes["sub"],
        "email": "ada@example.com",
        "display_name": "Ada",
        "groups": [],
        "invited": False,
    }
    assert (attributes["email"], attributes["email_verified"], attributes["name"]) == ("ada@example.com", "true", "Ada")


def test_an_administrator_can_be_made(api: Api, administrator: Caller, clouds: Clouds) -> None:
    made = api.post(PATH, administrator, json=account(groups=["platform_admin", "platform_admin"])).json()
    assert made["groups"] == ["platform_admin"]
    groups = boto3.client("cognito-idp").admin_list_groups_for_user(UserPoolId=clouds.pool, Username="ada@example.com")[
        "Groups"
    ]
    assert [group.get("GroupName") for group in groups] == ["platform_admin"]


def test_an_address_has_one_account(api: Api, administrator: Caller, clouds: Clouds) -> None:
    api.post(PATH, administrator, json=account())
    problem(api.post(PATH, administrator, json=account(display_name="Other")), 409, "account-exists")
    assert len(held(clouds)) == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"email": "ada"}, "/body/email"),
        ({"email": "a b@example.com"}, "/body/email"),
        ({"email": None}, "/body/email"),
        ({"email": "0@0.0"}, "/body/email"),
        ({"display_name": " "}, "/body/display_name"),
        ({"groups": ["author"]}, "/body/groups/0"),
        ({"password": "x"}, "/body/password"),
    ],
)
def test_a_bad_account_is_pointed_at(
    api: Api, administrator: Caller, clouds: Clouds, changes: dict[str, Any], pointer: str
) -> None:
    response = api.post(PATH, administrator, json=account(**changes))
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert held(clouds) == []


def test_only_an_administrator_lets_people_in(api: Api, learner: Caller, clouds: Clouds) -> None:
    problem(api.post(PATH, learner, json=account()), 403, "forbidden")
    assert held(clouds) == []
