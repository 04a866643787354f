"""What the user pool lets a learner write, and what an administrator needs to be one."""

import pytest

from infra.config import STAGES
from tests.infra.conftest import Synthesized
from tests.infra.templates import Templates

TRIGGER = "progressive-flow-triggers-pre-token-generation"


@pytest.mark.parametrize("stage", STAGES)
def test_a_learner_writes_their_address_and_name_alone(synthesized: Synthesized, stage: str) -> None:
    """The hand-over of an address rests on email_verified, which is Cognito's to say."""
    client = synthesized(stage).one("AWS::Cognito::UserPoolClient").properties
    assert sorted(client["WriteAttributes"]) == ["email", "name"]
    assert sorted(client["ReadAttributes"]) == ["email", "email_verified", "name"]


@pytest.mark.parametrize("stage", STAGES)
def test_an_access_token_is_valid_for_one_hour(synthesized: Synthesized, stage: str) -> None:
    client = synthesized(stage).one("AWS::Cognito::UserPoolClient").properties
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


def test_no_role_puts_anybody_into_a_group(prod: Templates) -> None:
    assert "AdminAddUserToGroup" not in str([role.properties for role in prod.all("AWS::IAM::Role")])
