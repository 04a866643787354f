"""The caller of a request."""

from dataclasses import dataclass
from uuid import UUID

# The identity provider's group that has every permission everywhere.
PLATFORM_ADMIN = "platform_admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller: the identity provider's subject, an e-mail address if the token carries one, and groups."""

    id: UUID
    email: str | None
    roles: frozenset[str]
