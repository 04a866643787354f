"""The caller of a request."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller: the identity provider's subject, an e-mail address if the token carries one, and groups."""

    id: UUID
    email: str | None
    roles: frozenset[str]
