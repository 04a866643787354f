"""What the environment says, read when asked for, so that every module imports with an empty environment."""

import os
from typing import NamedTuple

from progressive_flow.kernel.declarations.models import Limit
from progressive_flow.kernel.errors import MissingSettingError


def required(name: str) -> str:
    """Return a setting that has no default."""
    if value := os.environ.get(name):
        return value
    raise MissingSettingError(f"{name} is not set, and this function needs it.")


def service_version() -> str:
    """Return the version this code reports, `PROGRESSIVE_FLOW_VERSION` or `development`."""
    return os.environ.get("PROGRESSIVE_FLOW_VERSION", "development")


def aws_endpoint() -> str | None:
    """Return where another implementation of AWS answers, `AWS_ENDPOINT_URL`; None where it is AWS itself."""
    return os.environ.get("AWS_ENDPOINT_URL")


def media_host() -> str | None:
    """Return the host that delivers uploads, `MEDIA_HOST`; None where links name their bucket's."""
    return os.environ.get("MEDIA_HOST")


def avatar_hosts() -> tuple[str, ...]:
    """Return the hosts whose images learners may show to others: `AVATAR_HOSTS`, separated by commas, or two that are known.

    The owner of a host learns who looks at its images, so that none belongs to a learner.
    """
    return tuple(os.environ.get("AVATAR_HOSTS", "avatars.githubusercontent.com,secure.gravatar.com").split(","))


class MailLinks(NamedTuple):
    """Where the links in mails lead: to the API, and to the page on which people sign in."""

    api: str
    page: str


def mail_links() -> MailLinks | None:
    """Return where the links in mails lead, `MAIL_API` and `MAIL_PAGE`; None where the stage sends no mail."""
    api = os.environ.get("MAIL_API")
    return MailLinks(api, required("MAIL_PAGE")) if api else None


def judge_is_built() -> bool:
    """Return whether there is a judge of code here: False where `JUDGE_BUILT=0`, as on a machine without npm."""
    return os.environ.get("JUDGE_BUILT") != "0"


def second_factor_required() -> bool:
    """Return whether administrators need a second factor: `ADMIN_SECOND_FACTOR=1`, as every deployed stage has it."""
    return os.environ.get("ADMIN_SECOND_FACTOR") == "1"


def limits(declared: Limit | None) -> list[Limit]:
    """Return the rate limits of a route as this stage sets them, that of the day last."""
    return [_limit(limit) for limit in (declared, declared and declared.daily) if limit]


class Tries(NamedTuple):
    """The budget of tries of a learner at one level: so many when it is full, of which one comes back in `refill` seconds."""

    tries: int
    refill: int


def tries() -> Tries:
    """Return the budget that trials and failed attempts share, `TRIES=count/seconds`: 30, and one more every 30 minutes."""
    count, _, seconds = os.environ.get("TRIES", "30/1800").partition("/")
    return Tries(int(count), int(seconds))


def _limit(declared: Limit) -> Limit:
    """Return a rate limit as this stage sets it: `RATE_LIMIT_<BUCKET>=count/seconds`, or as declared."""
    text = os.environ.get(f"RATE_LIMIT_{declared.bucket.upper()}")
    if not text:
        return declared
    count, _, seconds = text.partition("/")
    return Limit(declared.bucket, int(count), int(seconds))
