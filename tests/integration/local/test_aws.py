"""Accounts, tokens, triggers and invocations of the local AWS, which is a process of its own here."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from progressive_flow.identity.accounts import tokens
from progressive_flow_local import loopback
from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.aws.accounts import Pool
from progressive_flow_local.errors import LocalError
from tests.integration.local.local_aws import OTHER, PASSWORD, Aws, verified


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    started = Aws(tmp_path_factory.mktemp("aws"))
    yield started
    started.process.kill()
    started.process.wait()


@pytest.fixture(scope="module")
def pool(aws: Aws) -> Pool:
    return accounts.bootstrap(aws.endpoint, PASSWORD, PASSWORD)


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response.get("Error", {}).get("Code"))


def test_bootstrap_repeats(aws: Aws, pool: Pool) -> None:
    assert accounts.bootstrap(aws.endpoint, "ignored", "ignored") == pool


def test_access_tokens_carry_cognitos_claims(aws: Aws, pool: Pool) -> None:
    claims = aws.claims(pool, accounts.ADMIN_USERNAME)
    assert claims["token_use"] == "access"
    assert claims["client_id"] == pool.client_id
    assert claims["cognito:groups"] == [accounts.ADMIN_GROUP]
    assert claims["iss"].endswith(pool.pool_id)
    assert "cognito:groups" not in aws.claims(pool, accounts.DEMO_USERNAME)


def test_an_access_token_carries_a_verified_address_and_no_other(aws: Aws, pool: Pool) -> None:
    name = accounts.DEMO_USERNAME
    whom = {"UserPoolId": pool.pool_id, "Username": name}
    change = aws.client("cognito-idp").admin_update_user_attributes
    change(**whom, UserAttributes=[{"Name": "email_verified", "Value": "false"}])
    assert "email" not in aws.claims(pool, name)
    change(**whom, UserAttributes=[{"Name": "email_verified", "Value": "true"}])
    assert "@" in aws.claims(pool, name)["email"]


def test_a_confirmation_fires_the_trigger_with_the_documented_event(aws: Aws, pool: Pool) -> None:
    sub = aws.sign_up(pool, "ada@example.com")
    aws.confirm(pool, "ada@example.com")
    event = next(event for event in aws.triggered() if event["userName"] == sub)
    assert event["triggerSource"] == "PostConfirmation_ConfirmSignUp"
    assert event["userPoolId"] == pool.pool_id
    assert event["callerContext"]["clientId"] == pool.client_id
    assert event["response"] == {}
    attributes = event["request"]["userAttributes"]
    assert attributes["sub"] == sub
    assert attributes["email"] == "ada@example.com"
    assert attributes["email_verified"] == "true"
    assert attributes["cognito:user_status"] == "CONFIRMED"


def test_an_administrators_creation_fires_nothing(aws: Aws, pool: Pool) -> None:
    assert accounts.ADMIN_USERNAME not in str(aws.triggered())


def test_an_invitation_arrives_with_a_first_password_that_must_be_changed(aws: Aws, pool: Pool) -> None:
    email, cognito = "invited@example.com", clients.cognito(aws.endpoint)
    cognito.admin_create_user(UserPoolId=pool.pool_id, Username=email, DesiredDeliveryMediums=["EMAIL"])
    (message,) = loopback.get_json(f"{aws.endpoint}/_local/messages?to={email}")
    assert (message["to"], message["purpose"]) == (email, "invitation")
    given = {"USERNAME": email, "PASSWORD": message["code"]}
    first = cognito.initiate_auth(ClientId=pool.client_id, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
    assert first["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    chosen = {"USERNAME": email, "NEW_PASSWORD": OTHER}
    cognito.respond_to_auth_challenge(
        ClientId=pool.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=first["Session"],
        ChallengeResponses=chosen,
    )
    assert aws.claims(pool, email, OTHER)["client_id"] == pool.client_id


def test_who_is_not_invited_receives_nothing(aws: Aws, pool: Pool) -> None:
    email, cognito = "quiet@example.com", clients.cognito(aws.endpoint)
    cognito.admin_create_user(UserPoolId=pool.pool_id, Username=email, MessageAction="SUPPRESS")
    assert loopback.get_json(f"{aws.endpoint}/_local/messages?to={email}") == []


def test_a_learner_deletes_their_account(aws: Aws, pool: Pool) -> None:
    email, cognito = "leaving@example.com", clients.cognito(aws.endpoint)
    aws.sign_up(pool, email)
    aws.confirm(pool, email)
    cognito.delete_user(AccessToken=aws.account_token(pool, email))
    with pytest.raises(LocalError, match="Incorrect username or password"):
        aws.claims(pool, email)


def test_what_the_local_provider_cannot_do_is_an_error_that_sdks_read(aws: Aws, pool: Pool) -> None:
    token = aws.account_token(pool, accounts.DEMO_USERNAME)
    with pytest.raises(ClientError, match="cannot do DeleteUserAttributes") as error:
        clients.cognito(aws.endpoint).delete_user_attributes(AccessToken=token, UserAttributeNames=["name"])
    assert code_of(error) == "InternalErrorException"


def test_an_administrators_confirmation_fires_the_trigger(aws: Aws, pool: Pool) -> None:
    sub = aws.sign_up(pool, "admitted@example.com")
    clients.cognito(aws.endpoint).admin_confirm_sign_up(UserPoolId=pool.pool_id, Username="admitted@example.com")
    assert sub in [event["userName"] for event in aws.triggered()]


def test_a_failing_trigger_is_reported_and_the_account_is_confirmed(aws: Aws, pool: Pool) -> None:
    aws.sign_up(pool, "broken@example.com")
    with pytest.raises(ClientError, match="no capacity") as error:
        aws.confirm(pool, "broken@example.com")
    assert code_of(error) == "UserLambdaValidationException"
    assert aws.claims(pool, "broken@example.com")


def test_wrong_and_spent_codes_are_refused(aws: Aws, pool: Pool) -> None:
    email = "codes@example.com"
    aws.sign_up(pool, email)
    with pytest.raises(ClientError) as error:
        aws.confirm(pool, email, "x")
    assert code_of(error) == "CodeMismatchException"
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    with pytest.raises(LocalError, match="not confirmed"):
        aws.claims(pool, email)
    old = accounts.confirmation_code(aws.endpoint, email)
    clients.cognito(aws.endpoint).resend_confirmation_code(ClientId=pool.client_id, Username=email)
    new = accounts.confirmation_code(aws.endpoint, email)
    if old != new:
        with pytest.raises(ClientError):
            aws.confirm(pool, email, old)
    aws.confirm(pool, email, new)
    with pytest.raises(ClientError, match="Current status is CONFIRMED") as error:
        aws.confirm(pool, email, new)
    assert code_of(error) == "NotAuthorizedException"


def test_a_forgotten_password_needs_the_code(aws: Aws, pool: Pool) -> None:
    email, cognito = "forgetful@example.com", clients.cognito(aws.endpoint)
    sub = aws.sign_up(pool, email)
    aws.confirm(pool, email)
    chosen: Any = {"ClientId": pool.client_id, "Username": email, "Password": OTHER}
    with pytest.raises(ClientError) as error:
        cognito.confirm_forgot_password(**chosen, ConfirmationCode="123456")
    assert code_of(error) == "ExpiredCodeException"
    cognito.forgot_password(ClientId=pool.client_id, Username=email)
    with pytest.raises(ClientError) as error:
        cognito.confirm_forgot_password(**chosen, ConfirmationCode="x")
    assert code_of(error) == "CodeMismatchException"
    cognito.confirm_forgot_password(**chosen, ConfirmationCode=accounts.confirmation_code(aws.endpoint, email))
    assert aws.claims(pool, email, OTHER)["sub"] == sub
    assert "PostConfirmation_ConfirmForgotPassword" in [
        event["triggerSource"] for event in aws.triggered() if event["userName"] == sub
    ]


def test_no_two_accounts_differ_by_case_alone(aws: Aws, pool: Pool) -> None:
    sub = aws.sign_up(pool, "Alice@Example.com")
    with pytest.raises(ClientError) as error:
        aws.sign_up(pool, "ALICE@example.COM")
    assert code_of(error) == "UsernameExistsException"
    aws.confirm(pool, "alice@EXAMPLE.com")
    assert aws.claims(pool, "aLICE@example.com")["sub"] == sub


@pytest.mark.parametrize("name", ["email_verified", "phone_number", "custom:role"])
def test_a_learner_writes_no_attribute_but_address_and_name(aws: Aws, pool: Pool, name: str) -> None:
    email = f"{name.replace(':', '-')}@example.com"
    cognito = aws.client("cognito-idp")
    theirs: Any = [{"Name": "email", "Value": email}, {"Name": name, "Value": "true"}]
    with pytest.raises(ClientError, match="unauthorized attribute") as error:
        cognito.sign_up(ClientId=pool.client_id, Username=email, Password=PASSWORD, UserAttributes=theirs)
    assert code_of(error) == "NotAuthorizedException"
    aws.sign_up(pool, email)
    aws.confirm(pool, email)
    token = aws.account_token(pool, email)
    with pytest.raises(ClientError, match="unauthorized attribute"):
        cognito.update_user_attributes(AccessToken=token, UserAttributes=theirs[1:])
    cognito.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "name", "Value": "Ada"}])


ACCOUNT_CALLS: list[tuple[str, dict[str, Any]]] = [
    ("update_user_attributes", {"UserAttributes": [{"Name": "email", "Value": "mallory@evil.example"}]}),
    ("associate_software_token", {}),
    ("set_user_mfa_preference", {"SoftwareTokenMfaSettings": {"Enabled": False}}),
    ("change_password", {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER}),
    ("get_user", {}),
    ("global_sign_out", {}),
    ("delete_user", {}),
]


@pytest.fixture(scope="module")
def thief(aws: Aws, pool: Pool) -> list[str]:
    """Access tokens of a learner for the API: of a sign-in, of a refresh, and of a challenge for another purpose."""
    email, cognito = "robbed@example.com", aws.client("cognito-idp")
    aws.sign_up(pool, email)
    aws.confirm(pool, email)
    start = {"ClientId": pool.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    given = {"USERNAME": email, "PASSWORD": PASSWORD}
    signed_in = cognito.initiate_auth(**start, AuthParameters=given, ClientMetadata=tokens.ACCOUNT_PURPOSE)
    refresh = {"REFRESH_TOKEN": signed_in["AuthenticationResult"]["RefreshToken"]}
    again = cognito.initiate_auth(
        ClientId=pool.client_id,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters=refresh,
        ClientMetadata=tokens.ACCOUNT_PURPOSE,
    )
    stolen = [answer["AuthenticationResult"]["AccessToken"] for answer in (signed_in, again)]
    return [*stolen, aws.account_token(pool, email, purpose="api")]


@pytest.mark.parametrize(("call", "parameters"), ACCOUNT_CALLS)
def test_a_stolen_access_token_manages_no_account(
    aws: Aws, thief: list[str], call: str, parameters: dict[str, Any]
) -> None:
    for token in thief:
        with pytest.raises(ClientError, match="required scopes") as error:
            getattr(aws.client("cognito-idp"), call)(AccessToken=token, **parameters)
        assert code_of(error) == "NotAuthorizedException"


def test_who_signs_in_for_the_account_changes_its_address(aws: Aws, pool: Pool) -> None:
    old, new = "moving@example.com", "moved@example.com"
    sub = aws.sign_up(pool, old)
    aws.confirm(pool, old)
    cognito, token = aws.client("cognito-idp"), aws.account_token(pool, old)
    cognito.update_user_attributes(AccessToken=token, UserAttributes=[{"Name": "email", "Value": new}])
    assert aws.claims(pool, new)["sub"] == sub
    assert "proof" not in verified(aws, pool, token)
    cognito.global_sign_out(AccessToken=token)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example:80"}, 421),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://localhost:5173", "sec-fetch-site": "cross-site"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({}, 200),
    ],
)
def test_a_page_of_another_machine_calls_nothing(aws: Aws, pool: Pool, headers: dict[str, str], status: int) -> None:
    path = "/2015-03-31/functions/progressive-flow-triggers-post-confirmation/invocations"
    event = json.dumps(
        {"userName": "page", "triggerSource": "none", "request": {"userAttributes": {"email": "page@example.com"}}}
    )
    before = len(aws.triggered())
    with httpx.Client(base_url=aws.endpoint, trust_env=False) as page:
        answer = page.post(path, content=event, headers={"content-type": "text/plain", **headers})
        listed = page.get("/_local/messages", headers=headers)
    assert (answer.status_code, listed.status_code) == (status, status)
    assert len(aws.triggered()) - before == (status == 200)
    if status != 200:
        assert "access-control-allow-origin" not in answer.headers


def test_an_address_is_one_account_however_it_is_spelled(aws: Aws, pool: Pool) -> None:
    sub = aws.sign_up(pool, "Spelled@Example.com")
    aws.confirm(pool, "spelled@example.com")
    assert aws.claims(pool, "SPELLED@EXAMPLE.COM")["sub"] == sub
    with pytest.raises(ClientError, match="UsernameExists"):
        aws.sign_up(pool, "spelled@EXAMPLE.com")


def test_nobody_learns_who_has_an_account(aws: Aws, pool: Pool) -> None:
    for email in ("nobody@example.com", accounts.DEMO_USERNAME):
        with pytest.raises(LocalError, match="Incorrect username or password"):
            aws.claims(pool, email, "Wrong-password-12")


def test_a_function_is_invoked_through_lambdas_api(aws: Aws, pool: Pool) -> None:
    client = aws.client("lambda")
    event = {"request": {"userAttributes": {"email": "broken@x"}}}
    answer = client.invoke(
        FunctionName="progressive-flow-triggers-post-confirmation", Payload=json.dumps(event).encode()
    )
    assert answer["FunctionError"] == "Unhandled"
    assert json.loads(answer["Payload"].read())["errorType"] == "ValueError"
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.invoke(FunctionName="nobody")
