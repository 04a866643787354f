"""What every form works with, and what the forms have in common."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from progressive_flow_local.aws import application
from progressive_flow_local.commands import command
from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.sign_in import sessions
from progressive_flow_local.sign_in.oauth import OAuth
from progressive_flow_local.sign_in.pool import Pool
from progressive_flow_local.sign_in.sessions import Session
from progressive_flow_local.sign_in.visit import Errors, Visit, go, page

MAX_LENGTHS = {"email": 254, "name": 100, "password": 256, "current": 256, "code": 12}
EMPTY = {
    "email": "Enter your e-mail address.",
    "name": "Enter your name.",
    "password": "Enter a password.",
    "current": "Enter your current password.",
    "code": "Enter the code.",
}
WRONG_CODE = "The code is wrong or no longer valid. Send another one, or sign in if you have used it already."


@dataclass(frozen=True)
class Site:
    """What the forms work with."""

    file: Path
    pool: Pool
    oauth: OAuth


Form = Callable[[Site, Visit], Answer]


def missing(visit: Visit, *names: str) -> Errors:
    """Return what is wrong with fields before anybody is asked: empty, too long, or no address."""
    errors = {}
    for name in names:
        value = visit.value(name)
        if not value.strip():
            errors[name] = EMPTY[name]
        elif len(value) > MAX_LENGTHS[name]:
            errors[name] = f"Use at most {MAX_LENGTHS[name]} characters."
        elif any(unicodedata.category(character) == "Cc" for character in value):
            errors[name] = "Use no control characters."
    if "email" in names and "email" not in errors and not _is_address(visit.email()):
        errors["email"] = "Enter an e-mail address, as in ada@example.com."
    return errors


def weak(site: Site, visit: Visit) -> Errors:
    """Return what the new password lacks."""
    lacking = site.pool.lacking(visit.value("password"))
    return {"password": lacking} if lacking else {}


def remember(site: Site, visit: Visit, session: Session, path: str) -> Answer:
    """Store what the browser is about, and lead it to the next page."""
    sessions.remember(site.file, visit.secret, session)
    return go(visit.link(path))


def code_page(site: Site, visit: Visit, template: str, title: str, errors: Errors | None, **values: str) -> Answer:
    """Return a page that asks for a code; it says where the local platform keeps it, for whatever address."""
    email = visit.form.setdefault("email", visit.session.email or "")
    mailbox = f"{site.pool.endpoint}{application.MESSAGES}?to={quote(email.strip().lower())}"
    return page(visit, template, title, errors=errors, command=command("mail codes"), mailbox=mailbox, **values)


def _is_address(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return bool(name) and "." in domain and text.isprintable() and " " not in text
