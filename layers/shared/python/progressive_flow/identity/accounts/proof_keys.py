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
    present = key if key and _generation(key) == generation else _new(generation)
    with transactions.begin(role="migrator") as db:
        accept(db, present)
    if present != key:
        text = json.dumps({"key": f"{present.kid}.{present.secret.hex()}"})
        aws.secrets().put_secret_value(SecretId=secret, SecretString=text)
    with transactions.begin(role="migrator") as db:
        until = db.at if leaked else db.at + proofs.TOKEN_LIFETIME + proofs.KEY_LIFETIME
        repository.retire_proof_keys(db, present.kid, until)
    return {"kid": present.kid}


def _new(generation: str) -> Key:
    """Return a new key. Its name is drawn too: a generation that comes back after a rollback must not replace its own key."""
    return Key(f"{generation}-{secrets.token_hex(4)}", secrets.token_bytes(BYTES))


def _generation(key: Key) -> str:
    return key.kid.rpartition("-")[0]


def _stored(secret: str) -> Key | None:
    """Return the key in the secret; None in one that a stack has just made, which holds an empty object."""
    stored: dict[str, str] = json.loads(aws.secrets().get_secret_value(SecretId=secret)["SecretString"])
    return proofs.parse(stored["key"]) if "key" in stored else None
