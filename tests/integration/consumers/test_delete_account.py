"""What follows an erasure outside the database: the account and the exports are deleted, however often the event arrives."""

import uuid
from typing import Any

import boto3

from progressive_flow.identity.accounts import provider
from progressive_flow.kernel.declarations import registry
from tests.support.clouds import Clouds


def receive(user: uuid.UUID) -> dict[str, Any]:
    """Hand the event to its consumer."""
    (consumer,) = (declared for declared in registry.consumers() if declared.declaration.name == "delete_account")
    return consumer.run({"user_id": str(user)})


def test_the_account_and_the_exports_go_and_others_stay(clouds: Clouds) -> None:
    ada, bob = (provider.create(f"{name}@example.com", None, invite=False) for name in ("ada", "bob"))
    s3 = boto3.client("s3")
    for key in (f"exports/{ada}/1.json", f"exports/{ada}/2.json", f"exports/{bob}/1.json"):
        s3.put_object(Bucket=clouds.exports, Key=key, Body=b"{}")
    assert receive(ada) == {"account": True, "exports": 2}
    assert receive(ada) == {"account": False, "exports": 0}
    users = boto3.client("cognito-idp").list_users(UserPoolId=clouds.pool)["Users"]
    assert len(users) == 1
    assert clouds.keys(clouds.exports) == [f"exports/{bob}/1.json"]
