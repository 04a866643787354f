"""What every function and what a route declares about itself: read by the gateway, the OpenAPI document and the CDK app.

Light on purpose: standard library only beside the names of permissions, since every cold start imports it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypedDict

from progressive_flow.kernel.declarations.permissions import Permission


class Access(StrEnum):
    """Who may call a route. Everything but `PUBLIC` sits behind the JWT authorizer."""

    PUBLIC = "public"
    LEARNER = "learner"


class Capability(StrEnum):
    """What a function touches beyond its own code; `infra/constructs/capabilities.py` maps each to IAM statements."""

    DATABASE = "database"
    DATABASE_AS_READER = "database_as_reader"
    DATABASE_READS = "database_reads"  # as a reader, of what may be a moment old: from a replica where there is one
    DATABASE_AS_STAFF = "database_as_staff"
    DATABASE_AS_SIGN_UP = "database_as_sign_up"
    DATABASE_AS_SCHEDULER = "database_as_scheduler"
    DATABASE_AS_MIGRATOR = "database_as_migrator"
    TASKS = "tasks"  # dispatches tasks: puts their one event on the bus
    OUTSIDE_TASKS = "outside_tasks"  # hands tasks, with what they need, to functions outside the network
    ISOLATED_TASKS = "isolated_tasks"  # hands tasks to functions without a way out, on a bus of their own
    TASK_ANSWERS = "task_answers"  # reports what came of a task that was done outside
    OUTBOX = "outbox"  # puts the outbox's events on the bus, and not those of tasks
    ARCHIVE = "archive"
    EXPORTS = "exports"
    UPLOAD_FORMS = "upload_forms"  # signs forms that put an object into quarantine
    UPLOAD_LINKS = "upload_links"  # signs links to what was found clean
    UPLOAD_INSPECTION = "upload_inspection"  # reads the quarantine and reports what it found
    CODE_JUDGE = "code_judge"  # carries the engine and the images that run learners' code, and may do nothing by it
    UPLOAD_KEEPING = "upload_keeping"  # moves what was inspected, and deletes objects
    UPLOAD_READS = "upload_reads"  # reads what was found clean
    CONTENT_EXPORTS = "content_exports"  # writes exports of content
    CONTENT_EXPORT_LINKS = "content_export_links"  # signs links to them
    IDENTITY_PROVIDER = "identity_provider"
    MAIL = "mail"  # sends mail from the stage's address, where it has one
    MAIL_LINKS = "mail_links"  # knows whether the stage sends mail, and where the links in it lead
    MASTER_SECRET = "master_secret"  # noqa: S105 - the name of a capability
    RESTORED_COPY = "restored_copy"
    ORIGIN_KEYS = "origin_keys"
    PROOF_KEY = "proof_key"  # reads the key that proves who makes a request
    PROOF_KEY_ROTATION = "proof_key_rotation"
    RESTORES = "restores"  # a snapshot on a server of its own: only where a stage has backups


# What a function carries in a layer, and may do nothing by.
LAYERS_ALONE = frozenset({Capability.CODE_JUDGE})

# The database role that a function signs in as, by what it declares. Each may do what its functions need and no more.
DATABASE_ROLES = {
    Capability.DATABASE: "application",
    Capability.DATABASE_AS_READER: "reader",
    Capability.DATABASE_READS: "reader",
    Capability.DATABASE_AS_STAFF: "staff",
    Capability.DATABASE_AS_SIGN_UP: "sign_up",
    Capability.DATABASE_AS_SCHEDULER: "scheduler",
    Capability.DATABASE_AS_MIGRATOR: "migrator",
}
# Requests read as `reader`, write as `application` and administer as `staff`: each may do what the one before may.
REQUEST_ROLES = ("reader", "application", "staff")
LOGIN_ROLES = (*dict.fromkeys(DATABASE_ROLES.values()), "read_only")  # people who look sign in as the last


def database_role(capabilities: tuple[Capability, ...]) -> str | None:
    """Return the role that a function signs in as, None if it declares no database. It may declare one role."""
    roles = {DATABASE_ROLES[capability] for capability in capabilities if capability in DATABASE_ROLES}
    if len(roles) > 1:
        raise ValueError(f"A function signs in as one role, not as {' and '.join(sorted(roles))}.")
    return next(iter(roles), None)


@dataclass(frozen=True, slots=True)
class Limit:
    """A rate limit: `count` calls in `seconds`, per learner, shared by the routes that name the same bucket.

    `daily` is a second one, over a day, for calls whose rows stay: what a learner can store has an end.
    """

    bucket: str
    count: int
    seconds: int
    daily: "Limit | None" = None


WRITES = Limit("writes", count=120, seconds=60)
ATTEMPTS = Limit("attempts", count=60, seconds=60, daily=Limit("attempts_day", count=500, seconds=86400))
SESSIONS = Limit("sessions", count=60, seconds=60, daily=Limit("sessions_day", count=300, seconds=86400))
DESIGNS = Limit("designs", count=60, seconds=60, daily=Limit("designs_day", count=2000, seconds=86400))
TRIALS = Limit("trials", count=60, seconds=60)  # a bucket of its own: trying out costs no attempt
EXPORTS = Limit("exports", count=3, seconds=86400)
ACCOUNTS = Limit("accounts", count=20, seconds=86400)  # each may cost one of the identity provider's mails
DRAFTS = Limit("drafts", count=60, seconds=60, daily=Limit("drafts_day", count=1000, seconds=86400))
CHECKS = Limit("checks", count=200, seconds=3600)  # each evaluates hundreds of designs; a course has sixty items
UPLOADS = Limit("uploads", count=60, seconds=3600)
TRANSFERS = Limit("transfers", count=30, seconds=3600)  # imports and exports: each reads or writes all content
USER_EVENTS = Limit("user_events", count=60, seconds=60)  # how many of a day are kept is counted with them
JOINS = Limit("joins", count=10, seconds=3600)  # each may guess a code
REPORTS = Limit("reports", count=20, seconds=86400)  # three of them keep a file from being delivered
LOADS = Limit("loads", count=6, seconds=3600)  # each reads all content

# For a diagram made of learners' texts: whatever is in it, a browser that opens it runs and fetches nothing.
INERT = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
)


@dataclass(frozen=True, slots=True)
class ServiceEvents:
    """Events of an AWS service: the service as `source`, and their names, which are the detail types."""

    source: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What every function declares: the name of its file, what it does in a sentence, what it may touch, and its size.

    `memory` is in MB, `timeout` in seconds.
    """

    folder: ClassVar[str]  # of `functions/`, in which the files of this kind lie

    name: str
    summary: str
    capabilities: tuple[Capability, ...] = ()
    memory: int = 512
    timeout: int = 60

    @property
    def module(self) -> str:
        """The module that the Lambda runtime imports."""
        return f"functions.{self.folder}.{self.name}"


class Resources(TypedDict, total=False):
    """What every decorator takes; `Declaration` describes each."""

    capabilities: tuple[Capability, ...]
    memory: int


class Options(Resources, total=False):
    """What a decorator takes whose function nobody waits for."""

    timeout: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Declaration):
    """One endpoint of the HTTP API.

    `path` is API Gateway's notation (`/v1/tracks/{slug}`); `location` is a path, filled from the answer's body and the
    request's path, that is sent as the Location header; `cache` is the Cache-Control of a success and `headers` what else it
    carries; `refusals` are statuses it may answer that do not follow from its shape; `accepts` says that it may answer 202
    for what a task does later; `permission` is what the caller needs in the organization that the path names, or on the
    platform if it names none;
    `replays_for` is how many seconds an Idempotency-Key replays its answer, after which the request is done again: shorter
    than the default where the answer does not stay true, and 0 where it must not be stored, so that no key is honoured.
    """

    method: str
    path: str
    domain: str
    status: int = 200
    access: Access = Access.LEARNER
    permission: Permission | None = None
    capabilities: tuple[Capability, ...] = (Capability.DATABASE,)
    limit: Limit | None = None
    location: str | None = None
    refusals: tuple[int, ...] = ()
    produces: str = "application/json"
    cache: str = "private, no-cache"
    headers: tuple[tuple[str, str], ...] = ()
    timeout: int = 10
    accepts: bool = False
    replays_for: int = 86400

    @property
    def module(self) -> str:
        """The module that the Lambda runtime imports."""
        return f"functions.{self.domain}.{self.name}"

    @property
    def transacts(self) -> bool:
        """Whether the kernel opens a transaction for it."""
        return self.role is not None

    @property
    def role(self) -> str | None:
        """The database role of the transaction that the kernel opens, None if it opens none; jobs' roles open their own."""
        role = database_role(self.capabilities)
        return role if role in REQUEST_ROLES else None

    @property
    def in_organization(self) -> bool:
        """Whether the path names the organization in which the caller needs the permission."""
        return "{organization}" in self.path

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that it answers: where it answers GET, HEAD too, as RFC 9110 demands."""
        return ("GET", "HEAD") if self.method == "GET" else (self.method,)

    @property
    def key(self) -> str:
        """API Gateway's route key, as in `GET /v1/tracks/{slug}`."""
        return f"{self.method} {self.path}"


class LambdaHandler(Protocol):
    """What the Lambda runtime calls: an event and a context in, something JSON can carry out."""

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        """Handle one event."""
        ...


class DeclaredFunction(LambdaHandler, Protocol):
    """A handler of `functions/`, with what it declares about itself."""

    @property
    def declaration(self) -> Declaration:
        """Return the route, schedule, subscription, trigger or operation."""
        ...
