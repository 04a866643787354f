"""The keys of proofs: the database verifies with each that it accepts, the trigger signs with the one in a secret."""

from __future__ import annotations

import json
import secrets
from typing import Any

from progressive_flow.identity.accounts import proofs, repository
from progressive_flow.identity.accounts.proofs import Key
from progressive_flow.kernel import aws, settings
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction

BYTES = 32


def accept(db: Transaction, key: Key) -> None:
    """Let the database believe what a key has signed. Safe to repeat."""
    repository.accept_proof_key(db, key.kid, key.secret)


def rotate(generation: str, *, leaked: bool = False) -> dict[str, Any]:
    """Let a generation's key sign; return its name. Repeating changes nothing.

    The database accepts the new key before the trigger can read it from the secret (`PROOF_SECRET`). The keys before it are
    accepted until the last proof that a warm trigger can sign with them has expired; if they `leaked` they end at once, which
    signs everybody out.
    """
    secret = settings.required("PROOF_SECRET")
    key = _stored(secret)
    kid = f"generation-{generation}"
    new = key is None or key.kid != kid
    present = Key(kid, secrets.token_bytes(BYTES)) if key is None or new else key
    with transactions.begin(role="migrator") as db:
        accept(db, present)
    if new:
        text = json.dumps({"key": f"{present.kid}.{present.secret.hex()}"})
        aws.secrets().put_secret_value(SecretId=secret, SecretString=text)
    with transactions.begin(role="migrator") as db:
        until = db.at if leaked else db.at + proofs.TOKEN_LIFETIME + proofs.KEY_LIFETIME
        repository.retire_proof_keys(db, kid, until)
    return {"kid": kid}


def _stored(secret: str) -> Key | None:
    """Return the key in the secret; None in one that was just made, which holds something random instead."""
    stored: dict[str, str] = json.loads(aws.secrets().get_secret_value(SecretId=secret)["SecretString"])
    return proofs.parse(stored["key"]) if "." in stored.get("key", "") else None
