"""What the user pool lets a learner write, and what an administrator needs to be one."""

import pytest

from infra.config import STAGES
from progressive_flow_local.sign_in import addresses, grants
from progressive_flow_local.sign_in.validator import SCOPES
from tests.infra import variants
from tests.infra.conftest import Synthesized
from tests.infra.templates import Resource, Templates

CLIENT = "AWS::Cognito::UserPoolClient"

TRIGGER = "progressive-flow-triggers-pre-token-generation"


@pytest.mark.parametrize("stage", STAGES)
def test_a_learner_writes_their_address_and_name_alone(synthesized: Synthesized, stage: str) -> None:
    """The hand-over of an address rests on email_verified, which is Cognito's to say."""
    client = synthesized(stage).one(CLIENT).properties
    assert sorted(client["WriteAttributes"]) == ["email", "name"]
    assert sorted(client["ReadAttributes"]) == ["email", "email_verified", "name"]


@pytest.mark.parametrize("stage", STAGES)
def test_an_access_token_is_valid_for_one_hour(synthesized: Synthesized, stage: str) -> None:
    client = synthesized(stage).one(CLIENT).properties
    assert (client["AccessTokenValidity"], client["TokenValidityUnits"]["AccessToken"]) == (60, "minutes")


@pytest.mark.parametrize("stage", STAGES)
def test_the_trigger_requires_a_second_factor_of_administrators(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    function = templates.function(TRIGGER)
    assert function.properties["Environment"]["Variables"]["ADMIN_SECOND_FACTOR"] == "1"
    (policy,) = (found for found in templates.all("AWS::IAM::Policy") if found.stack == "identity")
    (statement,) = policy.properties["PolicyDocument"]["Statement"]
    assert statement["Action"] == "cognito-idp:AdminGetUser"
    assert templates.at("identity", statement["Resource"]).type == "AWS::Cognito::UserPool"
    assert [templates.at("identity", role).id for role in policy.properties["Roles"]] == [
        templates.role_of(function).id
    ]
    assert templates.one("AWS::Cognito::UserPool").properties["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_a_stage_may_do_without(optional: Templates) -> None:
    assert "ADMIN_SECOND_FACTOR" not in optional.function(TRIGGER).properties["Environment"]["Variables"]
    assert not [found for found in optional.all("AWS::IAM::Policy") if found.stack == "identity"]


@pytest.fixture
def named(synthesized: Synthesized) -> Templates:
    """Production with a domain name, at which CloudFront serves the console."""
    return synthesized("prod", domain=variants.DOMAIN)


def console(templates: Templates) -> Resource:
    (found,) = (client for client in templates.all(CLIENT) if client.properties.get("AllowedOAuthFlows"))
    return found


def test_the_console_signs_in_by_codes_at_its_own_address(named: Templates, synthesized: Synthesized) -> None:
    unnamed = synthesized("staging", console_address=variants.CONSOLE)
    for templates, origin in ((named, "https://api.example.com"), (unnamed, variants.CONSOLE)):
        client = console(templates).properties
        assert client["AllowedOAuthFlows"] == ["code"]
        assert client["AllowedOAuthScopes"] == SCOPES
        assert client["CallbackURLs"] == [addresses.redirect_uri(origin)]
        assert client["LogoutURLs"] == [addresses.logout_uri(origin)]
        assert client["GenerateSecret"] is False


def test_the_consoles_tokens_are_revocable_and_its_refresh_tokens_rotate(named: Templates) -> None:
    client = console(named).properties
    assert client["EnableTokenRevocation"] is True
    assert client["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}
    assert client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"], "rotation excludes ALLOW_REFRESH_TOKEN_AUTH"
    assert client["RefreshTokenValidity"] * 60 == grants.FAMILY_SECONDS
    assert client["TokenValidityUnits"]["RefreshToken"] == "minutes"
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert sorted(client["WriteAttributes"]) == ["email", "name"]


def test_cognito_has_pages_for_the_console(named: Templates) -> None:
    domain = named.one("AWS::Cognito::UserPoolDomain").properties
    assert domain["ManagedLoginVersion"] == 2
    assert domain["Domain"] == {"Fn::Join": ["", ["progressive-flow-prod-", {"Ref": "AWS::AccountId"}]]}
    look = named.one("AWS::Cognito::ManagedLoginBranding")
    assert look.properties["UseCognitoProvidedValues"] is True
    assert named.at("identity", look.properties["ClientId"]).id == console(named).id


def test_the_api_accepts_the_tokens_of_both_clients(named: Templates) -> None:
    audience = named.followed(named.one("AWS::ApiGatewayV2::Authorizer").properties["JwtConfiguration"]["Audience"])
    assert [client["Ref"] for client in audience] == [client.id for client in named.all(CLIENT)]


def test_where_nobody_knows_the_consoles_address_nobody_signs_in_to_it(prod: Templates) -> None:
    assert not list(prod.all("AWS::Cognito::UserPoolDomain"))
    assert not prod.one(CLIENT).properties.get("AllowedOAuthFlows")


def test_no_role_puts_anybody_into_a_group(prod: Templates) -> None:
    assert "AdminAddUserToGroup" not in str([role.properties for role in prod.all("AWS::IAM::Role")])
