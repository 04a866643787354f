"""Keeps what changed the local AWS, so that accounts, and the ids that learners' rows refer to, survive a restart.

moto lives in memory and draws every id from one random generator. The generator is seeded from the call's number before
each call that changes something; doing the same calls again with the same seeds gives the same pool, `sub` and client.
"""

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from progressive_flow_local.aws.wire import Call, from_json, to_json

_CHANGES = (
    *("Create", "Put", "Update", "Delete", "Set", "Add", "Remove", "Tag", "Untag", "Verify", "Enable", "Disable"),
    *("Restore", "Rotate", "Admin", "SignUp", "Confirm", "ForgotPassword", "ResendConfirmationCode", "ChangePassword"),
    *("RespondToAuthChallenge", "GlobalSignOut"),
)
# Reads that begin like changes, sign-ins, and what passes through: a message or an event is not kept for ever.
_NOT_KEPT = {
    *("AdminGetUser", "AdminListGroupsForUser", "AdminListDevices", "AdminListUserAuthEvents", "AdminInitiateAuth"),
    *("PutEvents", "PutMetricData", "VerifySoftwareToken", "DeleteMessage", "DeleteMessageBatch"),
}


def changes_state(call: Call) -> bool:
    """Return whether the call must be kept."""
    if call.action:
        return call.action.startswith(_CHANGES) and call.action not in _NOT_KEPT
    return call.method in {"PUT", "POST", "DELETE"}


class Journal:
    """A file of calls, one a line, readable by its owner only since passwords are in it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._salt, self.calls = self._load()
        self._count = len(self.calls)

    def seed(self) -> str:
        """Return the seed for the next call."""
        return self.seed_of(self._count)

    def seed_of(self, number: int) -> str:
        """Return the seed of the call with that number; the salt keeps ids apart from other machines'."""
        return f"{self._salt}/{number}"

    def append(self, call: Call) -> None:
        """Keep a call; when this returns it survives a crash."""
        self._write({"number": self._count, "call": to_json(call)})
        self._count += 1

    def _write(self, document: dict[str, Any]) -> None:
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(json.dumps(document) + "\n")
            handle.flush()
            os.fsync(descriptor)

    def _load(self) -> tuple[str, list[Call]]:
        """Read the file; a last line cut short by a crash was never answered and is dropped."""
        whole = self._file.read_bytes().rpartition(b"\n")[0] if self._file.exists() else b""
        if not whole:
            salt = secrets.token_hex(16)
            self._file.unlink(missing_ok=True)
            self._write({"salt": salt})
            return salt, []
        os.truncate(self._file, len(whole) + 1)
        head, *lines = map(json.loads, whole.splitlines())
        return head["salt"], [from_json(line["call"]) for line in lines]


def reseeding(seed: Callable[[str | None], None], value: str, work: Callable[[], Any]) -> Any:
    """Do `work` with the generator seeded; afterwards it is unpredictable again, or tokens would repeat."""
    seed(value)
    try:
        return work()
    finally:
        seed(None)
