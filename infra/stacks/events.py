"""The consumers of the event bus, and what the mail service puts on the default bus for one of them."""

from __future__ import annotations

from constructs import Construct

from infra.constructs.consumer import Consumer
from infra.constructs.function import FunctionStack
from infra.constructs.mail_events import add_mail_events
from infra.context import StageContext
from progressive_flow.kernel.declarations import registry


class Events(FunctionStack):
    """One construct for each consumer and each kind of task outside, with its own rule, queue, retries and failure queue."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "events", context)
        self.consumers = [Consumer(self, consumer.declaration) for consumer in registry.receivers()]
        if context.config.mail_from:
            add_mail_events(self)
