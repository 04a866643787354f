"""Mail: one function may send, from one address; SES reports what becomes of it; and without an address nobody may."""

import dataclasses
import json

import pytest

from infra.config import STAGES
from progressive_flow.kernel.declarations.models import Capability
from tests.infra import variants
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import DECLARED, NAMES, actions, listed, statements
from tests.infra.templates import Resource, Templates

SENDER = "progressive-flow-tasks-send-mail"


def deployed(templates: Templates) -> dict[str, Resource]:
    """Return the functions of a stage by name: some are of stages with backups alone."""
    functions = templates.all("AWS::Lambda::Function")
    named = {str(row.properties.get("FunctionName")): row for row in functions}
    return {name: row for name, row in named.items() if name in NAMES}


def senders(templates: Templates) -> list[str]:
    """Return the functions that may do anything with SES."""
    roles = {name: templates.role_of(function) for name, function in deployed(templates).items()}
    return [name for name, role in roles.items() if any(action.startswith("ses:") for action in actions(role))]


def test_one_function_sends_from_one_address_by_one_configuration_set(optional: Templates) -> None:
    assert senders(optional) == [SENDER]
    role = optional.role_of(optional.function(SENDER))
    (send,) = (each for each in statements(role) if "ses:SendEmail" in listed(each["Action"]))
    assert send["Action"] == "ses:SendEmail"
    assert send["Condition"] == {"StringEquals": {"ses:FromAddress": "no-reply@example.com"}}
    resources = sorted(resource["Fn::Join"][1][-1] for resource in send["Resource"])
    assert resources == [":configuration-set/progressive-flow-mails", ":identity/example.com"]


def test_it_knows_the_address_and_the_configuration_set(optional: Templates) -> None:
    properties = optional.function(SENDER).properties
    assert "VpcConfig" not in properties
    variables = properties["Environment"]["Variables"]
    assert variables["MAIL_FROM"] == "Progressive Flow <no-reply@example.com>"
    (mails,) = optional.all("AWS::SES::ConfigurationSet")
    assert variables["MAIL_CONFIGURATION"] == mails.properties["Name"]


def test_who_words_mails_knows_where_links_lead_and_sends_none(optional: Templates) -> None:
    worded = [name for name, module in NAMES.items() if Capability.MAIL_LINKS in DECLARED[module]]
    assert sorted(worded) == ["progressive-flow-consumers-run-task", "progressive-flow-identity-create-invitations"]
    for name, function in deployed(optional).items():
        variables = function.properties["Environment"]["Variables"]
        links = (variables.get("MAIL_API"), variables.get("MAIL_PAGE"))
        known = ("https://api.example.com", variants.ORIGINS[0]) if name in worded else (None, None)
        assert links == known, name


def test_without_a_page_links_lead_to_the_documentation() -> None:
    config = dataclasses.replace(STAGES["dev"], domain=variants.DOMAIN, mail_from="no-reply@example.com")
    assert config.mail_page == "https://api.example.com/v1/docs"


def test_where_there_is_a_console_people_who_are_invited_find_it() -> None:
    config = dataclasses.replace(STAGES["prod"], domain=variants.DOMAIN, mail_from="no-reply@example.com")
    assert config.mail_page == "https://api.example.com/"
    assert dataclasses.replace(config, console=False).mail_page == "https://api.example.com/v1/docs"
    assert dataclasses.replace(config, origins=variants.ORIGINS).mail_page == variants.ORIGINS[0]


def test_ses_reports_bounces_and_complaints_on_the_default_bus(optional: Templates) -> None:
    (mails,) = optional.all("AWS::SES::ConfigurationSet")
    assert mails.properties["SuppressionOptions"] == {"SuppressedReasons": []}, "the platform's list is the one"
    (feedback,) = optional.all("AWS::SES::ConfigurationSetEventDestination")
    assert feedback.properties["ConfigurationSetName"] == mails.properties["Name"]
    assert feedback.whole["DependsOn"] == [mails.id]
    destination = feedback.properties["EventDestination"]
    assert (destination["Enabled"], destination["MatchingEventTypes"]) == (True, ["BOUNCE", "COMPLAINT"])
    assert "event-bus/default" in json.dumps(destination["EventBridgeDestination"]["EventBusArn"])


@pytest.mark.parametrize("stage", STAGES)
def test_without_an_address_nobody_sends(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    assert senders(templates) == []
    assert not [resource.type for resource in templates.all() if resource.type.startswith("AWS::SES::")]
    for function in templates.all("AWS::Lambda::Function"):
        variables = function.properties.get("Environment", {}).get("Variables", {})
        assert not [name for name in variables if name.startswith("MAIL_")]


def test_mail_without_a_domain_is_rejected() -> None:
    with pytest.raises(ValueError, match="needs a domain"):
        dataclasses.replace(STAGES["prod"], mail_from="no-reply@example.com")


def test_the_endpoint_that_everybody_may_call_takes_few_connections(prod: Templates) -> None:
    function = prod.function("progressive-flow-identity-unsubscribe")
    assert function.properties["ReservedConcurrentExecutions"] == 5
