"""The consumers of the event bus, and what the mail service puts on the default bus for one of them."""

from __future__ import annotations

from constructs import Construct

from infra.constructs.consumer import Consumer
from infra.constructs.function import FunctionStack
from infra.constructs.isolated_tasks import IsolatedTasks
from infra.constructs.mail_events import add_mail_events
from infra.context import StageContext
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks.events import TaskAnswered


class Events(FunctionStack):
    """One construct for each consumer and each kind of task outside, with its own rule, queue, retries and failure queue.

    What is done in isolation has another bus, and no queue: see `infra.constructs.isolated_tasks`.
    """

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "events", context)
        self.consumers = [Consumer(self, consumer.declaration) for consumer in registry.receivers()]
        (answers,) = (each.queue for each in self.consumers if each.subscription.topic == TaskAnswered.topic)
        self.isolated = IsolatedTasks(self, registry.isolated_tasks(), answers)
        if context.config.mail_from:
            add_mail_events(self)
