"""The configuration set of our mail: SES puts what becomes of a mail on the account's default bus, the only one it knows."""

from __future__ import annotations

from aws_cdk import aws_ses as ses

from infra.constructs.stack import PlatformStack
from infra.names import MAILS

EVENTS = ["BOUNCE", "COMPLAINT"]


def add_mail_events(stack: PlatformStack) -> None:
    """Add the configuration set that each mail names."""
    mails = ses.CfnConfigurationSet(
        stack,
        "Mails",
        name=MAILS,
        # the platform's own list is the one: an address that SES alone kept out could not be let in again by lifting it there
        suppression_options=ses.CfnConfigurationSet.SuppressionOptionsProperty(suppressed_reasons=[]),
    )
    bus = stack.format_arn(service="events", resource="event-bus", resource_name="default")
    feedback = ses.CfnConfigurationSetEventDestination(
        stack,
        "Feedback",
        configuration_set_name=MAILS,
        event_destination=ses.CfnConfigurationSetEventDestination.EventDestinationProperty(
            name="feedback",
            enabled=True,
            matching_event_types=EVENTS,
            event_bridge_destination=ses.CfnConfigurationSetEventDestination.EventBridgeDestinationProperty(
                event_bus_arn=bus
            ),
        ),
    )
    feedback.add_resource_dependency(mails)
