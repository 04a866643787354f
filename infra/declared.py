"""Operations, event consumers and Cognito triggers, declared in the shape of `Route` and `Schedule`.

A declaration states the capabilities, the memory (MB) and the timeout (seconds) of a function that cannot yet state them in
its own file. Stacks and constructs take these objects only, so the tables here can be replaced by the functions' own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

from progressive_flow.routing import Need

MAX_OPERATION_TIMEOUT = 840  # seconds: the function that waits for an operation has Lambda's maximum, 900


class OperationNeed(StrEnum):
    """Capabilities that only operations have; `infra/constructs/capabilities.py` maps them to permissions like `Need`."""

    MASTER_SECRET = "master_secret"  # noqa: S105 - the name of a capability
    RESTORED_COPY = "restored_copy"
    ORIGIN_KEYS = "origin_keys"


Capability = Need | OperationNeed


class Declared(Protocol):
    """What every declaration of a function states."""

    @property
    def name(self) -> str:
        """The name of the function's file."""
        ...

    @property
    def summary(self) -> str:
        """The first sentence of its docstring."""
        ...

    @property
    def needs(self) -> tuple[Capability, ...]:
        """The capabilities that its role is granted."""
        ...

    @property
    def memory(self) -> int:
        """Memory in MB."""
        ...

    @property
    def timeout(self) -> int:
        """Timeout in seconds."""
        ...


@dataclass(frozen=True, slots=True)
class Operation:
    """A function that a deploy or an operator runs: `functions/operations/<name>.py`."""

    name: str
    summary: str
    needs: tuple[Capability, ...] = (Need.DATABASE_AS_MIGRATOR,)
    memory: int = 1024
    timeout: int = MAX_OPERATION_TIMEOUT


@dataclass(frozen=True, slots=True)
class EventConsumer:
    """A function that consumes a topic of the event bus: `functions/triggers/<name>.py`.

    Lambda retries a failed event `attempts` times within `max_age` seconds, then sends it to the consumer's failure queue.
    """

    name: str
    topic: str
    summary: str
    needs: tuple[Capability, ...]
    memory: int = 512
    timeout: int = 60
    attempts: int = 2
    max_age: int = 6 * 3600


@dataclass(frozen=True, slots=True)
class CognitoTrigger:
    """A function that Cognito invokes: `functions/triggers/<name>.py`. Cognito waits five seconds, whatever the timeout."""

    name: str
    event: Literal["post_confirmation", "pre_token_generation"]
    summary: str
    needs: tuple[Capability, ...] = ()
    memory: int = 256
    timeout: int = 5


OPERATIONS = (
    Operation(
        "prepare_cluster",
        "Create the database and its roles with the master password; the roles sign in by IAM.",
        needs=(OperationNeed.MASTER_SECRET,),
        memory=512,
        timeout=120,
    ),
    Operation("migrate", "Migrate the database to the schema of this release."),
    Operation("load_reference_data", "Load the reference data: tracks and challenges."),
    Operation(
        "rotate_origin_key",
        "Rotate the key that CloudFront sends to the API.",
        needs=(OperationNeed.ORIGIN_KEYS,),
        memory=256,
        timeout=60,
    ),
    Operation(
        "check_restored",
        "Compare a restored copy of the database with the database.",
        needs=(OperationNeed.RESTORED_COPY,),
        memory=512,
        timeout=240,  # less than the restore drill waits for it
    ),
)
CONSUMERS = (
    EventConsumer(
        "user_erased",
        topic="user.erased",
        summary="Delete the account and the exports of an erased user.",
        needs=(Need.IDENTITY_PROVIDER, Need.EXPORTS),
    ),
)
TRIGGERS = (
    CognitoTrigger(
        "post_confirmation",
        event="post_confirmation",
        summary="Create the user after a confirmed sign-up.",
        needs=(Need.DATABASE,),
        memory=512,
    ),
    CognitoTrigger(
        "pre_token_generation",
        event="pre_token_generation",
        summary="Add the verified e-mail address to an access token.",
    ),
)


def operation(name: str) -> Operation:
    """Return the declaration of `functions/operations/<name>.py`."""
    return next(declared for declared in OPERATIONS if declared.name == name)
