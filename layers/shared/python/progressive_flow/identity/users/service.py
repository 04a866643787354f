"""Rules on users."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from progressive_flow.identity.users import repository
from progressive_flow.identity.users.errors import USER_CONSTRAINTS
from progressive_flow.identity.users.models import DisplayName, MeChanges
from progressive_flow.kernel import settings
from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.kernel.http.problems import invalid
from progressive_flow.kernel.http.refusals import refusing
from progressive_flow.kernel.principal import Principal

DISPLAY_NAME: TypeAdapter[str | None] = TypeAdapter(DisplayName | None)


def change_user(db: Transaction, principal: Principal, changes: MeChanges) -> Deferred[bool] | None:
    """Change what was sent, leave the rest.

    The result says whether the learner moved to another time zone: they may once a day, so that no day counts twice, and may
    correct a choice that does not hold yet. None if no time zone was sent.
    """
    wanted = changes.model_dump(exclude_unset=True)
    if changes.avatar_url:
        _check_host(changes.avatar_url)
    if "time_zone" in wanted and not repository.is_time_zone(db, changes.time_zone):
        raise invalid("/body/time_zone", f"{changes.time_zone} is no IANA time zone, such as Europe/Berlin.")
    moved = repository.change_time_zone(db, wanted.pop("time_zone")) if "time_zone" in wanted else None
    if wanted:
        with refusing(USER_CONSTRAINTS):
            repository.update_me(db, principal.id, wanted)
    return moved


def _check_host(avatar_url: str) -> None:
    hosts = settings.avatar_hosts()
    if avatar_url.split("/")[2] not in hosts:
        raise invalid("/body/avatar_url", f"An avatar lies on one of these hosts: {', '.join(hosts)}.")


def confirm_sign_up(db: Transaction, event: Mapping[str, Any]) -> bool:
    """Handle the identity provider's post-confirmation event; it also fires after password resets, which make nobody."""
    if event.get("triggerSource") != "PostConfirmation_ConfirmSignUp":
        return False
    attributes = event["request"]["userAttributes"]
    name = _display_name(attributes.get("name"))
    email = attributes.get("email") if attributes.get("email_verified") == "true" else None
    return repository.confirm_sign_up(db, UUID(attributes["sub"]), email, name)


def _display_name(name: str | None) -> str | None:
    """Return a name that was given at sign-up; none if it breaks the rules for display names: the provider has no such rules."""
    try:
        return DISPLAY_NAME.validate_python(name)
    except ValidationError:
        return None
