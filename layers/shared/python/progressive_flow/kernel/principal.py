"""The caller of a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

# The identity provider's group that has every permission everywhere.
PLATFORM_ADMIN = "platform_admin"


@dataclass(frozen=True, slots=True)
class Principal:
    """The caller: the identity provider's subject, an e-mail address if the token carries one, groups, and their proof.

    The proof is `kid.expiry.mac`, by which the identity provider's trigger has signed the other three.
    """

    id: UUID
    email: str | None
    roles: frozenset[str]
    proof: str

    @property
    def statement(self) -> str:
        """The signed statement of who calls, which the database verifies."""
        return f"{self.proof}\n{signed_lines(self.id, self.roles, self.email)}"


def signed_lines(subject: UUID, groups: Iterable[str], email: str | None) -> str:
    """Return the three lines that a proof signs. None of them can contain a line break."""
    return f"{subject}\n{' '.join(sorted(groups))}\n{email or ''}"
