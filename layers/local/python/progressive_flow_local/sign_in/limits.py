"""How often a form may be tried, by the client's address and by the account that it names, whether or not there is one.

A try counts before its answer is known, so that parallel ones count too; what succeeds is given back.
"""

import time
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from progressive_flow_local.sign_in.database import hashed, transaction

WINDOW_SECONDS = 15 * 60


@dataclass(frozen=True)
class Limit:
    """How many tries a quarter of an hour allows."""

    account: int
    address: int


# all browsers of a machine have one address, so that limit only stops programs
LIMITS = {
    "sign_in": Limit(10, 100),
    "sign_up": Limit(5, 100),
    "confirm": Limit(10, 100),
    "mail": Limit(5, 100),
    "reset": Limit(10, 100),
    "change": Limit(10, 100),
}


class TooManyError(Exception):
    """The form was tried too often; it says in how many seconds it may be tried again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def take(file: Path, form: str, address: str, account: str) -> None:
    """Count a try, or raise `TooManyError`."""
    limit, now = LIMITS[form], time.time()
    with transaction(file) as db:
        for key, most in _keys(form, address, account, limit).items():
            made = db.execute("select made_at from tries where limited = ? order by made_at desc", [key]).fetchall()
            if len(made) >= most:
                raise TooManyError(max(1, ceil(made[most - 1][0] + WINDOW_SECONDS - now)))
            db.execute(
                "insert into tries (limited, made_at, expires_at) values (?, ?, ?)", [key, now, now + WINDOW_SECONDS]
            )


def give_back(file: Path, form: str, address: str, account: str) -> None:
    """Forget the account's tries and the address's last one, since one succeeded."""
    of_address, of_account = _keys(form, address, account, LIMITS[form])
    with transaction(file) as db:
        db.execute("delete from tries where limited = ?", [of_account])
        db.execute(
            "delete from tries where id = (select id from tries where limited = ? order by made_at desc limit 1)",
            [of_address],
        )


def _keys(form: str, address: str, account: str, limit: Limit) -> dict[str, int]:
    return {f"{form} from {address}": limit.address, f"{form} of {hashed(account)}": limit.account}
