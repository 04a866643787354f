"""What an administrator's request leads to: one account with a verified address, without any group."""

from typing import Any

import boto3
import pytest

from progressive_flow.kernel.declarations import registry
from tests.support.clouds import Clouds

REQUEST = {"request_id": "00000000-0000-0000-0000-000000000001", "email": "ada@example.com", "invite": False}


def receive(**changes: Any) -> dict[str, Any]:
    """Hand the event to its consumer."""
    (consumer,) = (declared for declared in registry.consumers() if declared.declaration.name == "create_account")
    return consumer.run({**REQUEST, **changes})


def accounts(clouds: Clouds) -> list[Any]:
    """Return the pool's accounts."""
    return boto3.client("cognito-idp").list_users(UserPoolId=clouds.pool)["Users"]


@pytest.mark.parametrize("invite", [False, True])
def test_an_account_is_made_once_with_a_verified_address(clouds: Clouds, invite: bool) -> None:
    assert receive(display_name="Ada", invite=invite) == {"made": 1}
    assert receive(display_name="Ada", invite=invite) == {"existing": 1}
    (user,) = accounts(clouds)
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["Attributes"]}
    assert (attributes["email"], attributes["email_verified"], attributes["name"]) == ("ada@example.com", "true", "Ada")


def test_a_request_gives_no_group_whatever_the_event_says(clouds: Clouds) -> None:
    receive(groups=["platform_admin"])
    client = boto3.client("cognito-idp")
    assert client.admin_list_groups_for_user(UserPoolId=clouds.pool, Username="ada@example.com")["Groups"] == []


def test_an_address_that_the_provider_refuses_is_not_tried_for_ever(clouds: Clouds) -> None:
    assert receive(email="no address") == {"refused": 1}
    assert accounts(clouds) == []
