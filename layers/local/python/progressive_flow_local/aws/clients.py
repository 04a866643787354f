"""boto3 clients for the local AWS. boto3 is imported here only, since it takes a third of a second."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from progressive_flow_local.errors import LocalError
from progressive_flow_local.invocation import REGION

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


def cognito(endpoint: str, region: str = REGION) -> CognitoIdentityProviderClient:
    """Return a client for the user pools behind `endpoint`."""
    import boto3  # noqa: PLC0415 - see above
    from botocore.config import Config  # noqa: PLC0415

    session = boto3.session.Session("local", "local", region_name=region)  # nobody checks who signs
    # A retry could make a change twice, and proxies have no business on this machine.
    config = Config(retries={"total_max_attempts": 1}, proxies={})
    return session.client("cognito-idp", endpoint_url=endpoint, config=config)


def access_token(endpoint: str, client_id: str, username: str, password: str) -> str:
    """Sign in as any client of the API does and return the bearer token."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - see above

    try:
        answer = cognito(endpoint).initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
    except ClientError as error:
        raise LocalError(f"{username} cannot sign in: {error.response['Error']['Message']}") from error
    except BotoCoreError as error:
        raise LocalError(f"The local AWS does not answer at {endpoint}: is the platform running?") from error
    return answer["AuthenticationResult"]["AccessToken"]


def invoke(endpoint: str, function: str, region: str = REGION) -> dict[str, Any]:
    """Invoke a function through Lambda's API; return what it answered."""
    import boto3  # noqa: PLC0415 - see above

    client = boto3.session.Session("local", "local", region_name=region).client("lambda", endpoint_url=endpoint)
    answer = client.invoke(FunctionName=function, Payload=b"{}")
    held: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise LocalError(f"{function} failed: {held.get('errorMessage')}")
    return held
