"""The consumers of the event bus."""

from __future__ import annotations

from constructs import Construct

from infra.constructs.consumer import Consumer
from infra.constructs.function import FunctionStack
from infra.context import StageContext
from infra.declared import CONSUMERS


class Events(FunctionStack):
    """One construct for each consumer, with its own rule, retries and failure queue."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "events", context)
        self.consumers = [Consumer(self, consumer) for consumer in CONSUMERS]
