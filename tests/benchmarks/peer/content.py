"""Fills an empty CTFd and signs learners in; run by its own interpreter, in its source folder, with its settings.

Arguments: the flag, how many challenges, other learners, and learners who sign in. Prints their sessions as JSON.
"""

import json
import sys
from importlib import import_module
from typing import Any

# by name, for our own environment has none of them
ctfd, models, flask = import_module("CTFd"), import_module("CTFd.models"), import_module("flask")
set_config, login_user = import_module("CTFd.utils").set_config, import_module("CTFd.utils.security.auth").login_user
database = models.db.session

SETTINGS = {
    "ctf_name": "Peer", "user_mode": "users", "setup": True, "challenge_visibility": "private",
    "incorrect_submissions_per_min": 1_000_000,
}  # fmt: skip
SOLVED_EACH, MEASURED = 3, 2
ADDRESS = "127.0.0.1"


def make_challenges(flag: str, many: int) -> list[int]:
    """Make challenges of one flag each; return their ids."""
    challenges = [
        models.Challenges(
            name=f"Challenge {number}", description="Find the flag.", value=100, category="all", state="visible"
        )
        for number in range(many)
    ]
    database.add_all(challenges)
    database.flush()
    ids = [each.id for each in challenges]
    flags = [{"challenge_id": challenge, "content": flag, "type": "static"} for challenge in ids]
    database.execute(models.Flags.__table__.insert(), flags)
    return ids


def make_users(many: int, prefix: str) -> list[Any]:
    """Make users with a password that nobody can enter, which is not hashed and so takes no time."""
    rows = [
        {"name": f"{prefix}-{number}", "email": f"{prefix}-{number}@example.org", "password": "none", "type": "user",
         "verified": True}
        for number in range(many)
    ]  # fmt: skip
    database.execute(models.Users.__table__.insert(), rows)
    return list(models.Users.query.filter(models.Users.name.like(f"{prefix}-%")).all())


def sign_in(app: Any, user: Any) -> dict[str, str]:
    """Return the cookie and the CSRF token of a new session, as signing in makes them."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": ADDRESS}):
        login_user(user)
        nonce, response = str(flask.session["nonce"]), app.make_response("")
        app.session_interface.save_session(app, flask.session, response)
        return {"cookie": response.headers["set-cookie"].partition(";")[0], "nonce": nonce}


def main(flag: str, challenges: int, others: int, learners: int) -> None:
    """Fill the database and print what a client needs."""
    app = ctfd.create_app()
    with app.app_context():
        for name, value in SETTINGS.items():
            set_config(name, value)
        ids = make_challenges(flag, challenges)
        solvable = ids[MEASURED:]
        for place, user in enumerate(make_users(others, "other")):
            for step in range(SOLVED_EACH):
                challenge = solvable[(place * SOLVED_EACH + step) % len(solvable)]
                database.add(models.Solves(user_id=user.id, challenge_id=challenge, ip=ADDRESS, provided=flag))
        signing_in = make_users(learners, "learner")
        database.commit()
        sessions = [sign_in(app, user) for user in signing_in]
        answer = {"version": ctfd.__version__, "challenges": ids[:MEASURED], "sessions": sessions}
        sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
