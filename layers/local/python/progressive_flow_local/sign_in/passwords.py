"""Forgotten and changed passwords. No answer says whether an address has an account."""

from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.sign_in import addresses, limits, sessions, signing_in
from progressive_flow_local.sign_in.pool import RefusedError
from progressive_flow_local.sign_in.sessions import Session
from progressive_flow_local.sign_in.site import WRONG_CODE, Site, code_page, missing, remember, weak
from progressive_flow_local.sign_in.visit import Errors, Visit, go, page

WRONG = "The current password is wrong."


def show_forgotten(_: Site, visit: Visit, errors: Errors | None = None) -> Answer:
    """Return the page on which a code is asked for that resets a password."""
    visit.form.setdefault("email", visit.session.email or "")
    return page(visit, "forgot-password.html", "Forgot your password", errors=errors)


def forget(site: Site, visit: Visit) -> Answer:
    """Send a code to an account; say the same where there is none."""
    if errors := missing(visit, "email"):
        return show_forgotten(site, visit, errors)
    email = visit.email()
    limits.take(site.file, "mail", visit.address, email)
    site.pool.forgot(email)
    return remember(site, visit, Session(email=email), addresses.RESET)


def show_reset(site: Site, visit: Visit, errors: Errors | None = None) -> Answer:
    """Return the page on which a password is chosen by a code."""
    title = "Choose a new password"
    return code_page(site, visit, "reset-password.html", title, errors, rule=site.pool.rule())


def reset(site: Site, visit: Visit) -> Answer:
    """Choose a password by a code; whoever was signed in by the old one no longer is."""
    errors = missing(visit, "email", "code", "password")
    errors |= {} if "password" in errors else weak(site, visit)
    if errors:
        return show_reset(site, visit, errors)
    email = visit.email()
    limits.take(site.file, "reset", visit.address, email)
    try:
        site.pool.reset(email, visit.value("code").strip(), visit.value("password"))
    except RefusedError:
        return show_reset(site, visit, {"code": WRONG_CODE})
    limits.give_back(site.file, "reset", visit.address, email)
    sessions.end_everywhere(site.file, email)
    sessions.remember(site.file, visit.secret, Session(email=email))
    return signing_in.lead(visit, signing_in.CHANGED)


def show_change(site: Site, visit: Visit, errors: Errors | None = None) -> Answer:
    """Return the page on which somebody changes the password: who is signed in, or was given a first one."""
    account, first = _account(visit), visit.session.must_change
    if account is None:
        return go(visit.link(addresses.SIGN_IN) if visit.query else f"{addresses.SIGN_IN}?then=change-password")
    shown = {"account": account, "first": first, "rule": site.pool.rule()}
    return page(visit, "change-password.html", "Change your password", errors=errors, **shown)


def change(site: Site, visit: Visit) -> Answer:
    """Change a password; the account's other sessions end."""
    account, first = _account(visit), visit.session.must_change
    if account is None:
        return show_change(site, visit)
    errors = missing(visit, *(() if first else ("current",)), "password")
    errors |= {} if "password" in errors else weak(site, visit)
    if not errors and not first:
        errors = _wrong_password(site, visit, account)
    if errors:
        return show_change(site, visit, errors)
    site.pool.change(account, visit.value("password"))
    sessions.end_everywhere(site.file, account)
    return signing_in.begin(site, visit, account)


def _wrong_password(site: Site, visit: Visit, account: str) -> Errors:
    limits.take(site.file, "change", visit.address, account)
    try:
        site.pool.sign_in(account, visit.value("current"))
    except RefusedError:
        return {"current": WRONG}
    limits.give_back(site.file, "change", visit.address, account)
    return {}


def _account(visit: Visit) -> str | None:
    return visit.session.email if visit.session.must_change else visit.session.username
