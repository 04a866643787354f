"""Accounts at the identity provider, as administrators of it change them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from progressive_flow.kernel import aws

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef


class AccountExistsError(Exception):
    """Somebody has an account with this address."""


class RefusedAddressError(Exception):
    """The provider takes no such address."""


def create(email: str, name: str | None, *, invite: bool) -> UUID:
    """Make an account with a verified address; return its subject."""
    client, pool = aws.accounts(), aws.user_pool()
    attributes: list[AttributeTypeTypeDef] = [
        {"Name": "email", "Value": email},
        {"Name": "email_verified", "Value": "true"},
    ]
    if name:
        attributes.append({"Name": "name", "Value": name})
    whom: Any = {"UserPoolId": pool, "Username": email, "UserAttributes": attributes}
    how: Any = {"DesiredDeliveryMediums": ["EMAIL"]} if invite else {"MessageAction": "SUPPRESS"}
    try:
        made = client.admin_create_user(**whom, **how)
    except client.exceptions.UsernameExistsException as error:
        raise AccountExistsError(email) from error
    except client.exceptions.InvalidParameterException as error:
        raise RefusedAddressError(email) from error
    return UUID(_subject(made["User"].get("Attributes", [])))


def delete(subject: UUID) -> bool:
    """Delete an account; False if there is none."""
    client = aws.accounts()
    try:
        client.admin_delete_user(UserPoolId=aws.user_pool(), Username=str(subject))
    except client.exceptions.UserNotFoundException:
        return False
    return True


def has_second_factor(pool: str, username: str) -> bool:
    """Return whether an account has a factor beside the password, for which Cognito asks at each sign-in."""
    return bool(aws.accounts().admin_get_user(UserPoolId=pool, Username=username).get("UserMFASettingList"))


def _subject(attributes: Sequence[AttributeTypeTypeDef]) -> str:
    return next(attribute.get("Value", "") for attribute in attributes if attribute["Name"] == "sub")
