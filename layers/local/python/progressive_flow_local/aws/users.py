"""Looks into moto's user pools: they live in this process."""

from dataclasses import dataclass
from typing import Any

import jwt
from moto.cognitoidp.models import cognitoidp_backends


@dataclass(frozen=True)
class Account:
    """A user of a pool: moto's own object, with what is known about where it was found."""

    pool: Any
    user: Any

    @property
    def status(self) -> str:
        """Return Cognito's status, as in `CONFIRMED`."""
        return str(self.user.status.value)

    @property
    def sub(self) -> str:
        """Return the id that tokens carry."""
        return str(self.user.id)

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes as triggers receive them."""
        return {**self.user.attribute_lookup, "sub": self.sub, "cognito:user_status": self.status}

    def set_attribute(self, name: str, value: str) -> None:
        """Change one attribute."""
        self.user.update_attributes([{"Name": name, "Value": value}])


def _pools() -> list[Any]:
    regions = [region for account in cognitoidp_backends.values() for region in account.values()]
    return [pool for region in regions for pool in region.user_pools.values()]


def newest_pool() -> str:
    """Return the id of the user pool; of several, the one made last."""
    pools = _pools()
    return str(pools[-1].id) if pools else ""


def of_client(client_id: str, username: str) -> Account | None:
    """Return an account of the pool to which a client belongs."""
    return find({"ClientId": client_id, "Username": username})


def writable(parameters: dict[str, Any]) -> list[str] | None:
    """Return the attributes that the calling client may write; None if it was made without a list."""
    token = parameters.get("AccessToken")
    for pool in _pools():
        client_id = pool.access_tokens[token][0] if token in pool.access_tokens else parameters.get("ClientId")
        if client := pool.clients.get(client_id):
            names: list[str] | None = client.extended_config.get("WriteAttributes")
            return names
    return None


def lacks_scope(parameters: dict[str, Any], scope: str) -> bool:
    """Return whether a call is made with a known access token that does not have this scope."""
    token = parameters.get("AccessToken")
    if not any(token in pool.access_tokens for pool in _pools()):
        return False
    claims: dict[str, Any] = jwt.decode(token or "", options={"verify_signature": False})
    return scope not in claims.get("scope", "").split()


def find(parameters: dict[str, Any]) -> Account | None:
    """Return whom a call is about: by pool or client and user name, or by access token."""
    username = parameters.get("Username") or parameters.get("AuthParameters", {}).get("USERNAME")
    token = parameters.get("AccessToken")
    for pool in _pools():
        if token and token in pool.access_tokens:
            _, username = pool.access_tokens[token]
        elif parameters.get("UserPoolId") != pool.id and parameters.get("ClientId") not in pool.clients:
            continue
        if username and (user := pool._get_user(username)):  # noqa: SLF001 - moto has no public way to look by e-mail
            return Account(pool, user)
    return None
