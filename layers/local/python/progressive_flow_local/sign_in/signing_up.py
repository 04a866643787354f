"""The sign-up and the confirmation of an address. No answer says whether an address has an account."""

from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.sign_in import addresses, limits, sessions, signing_in
from progressive_flow_local.sign_in.pool import RefusedError
from progressive_flow_local.sign_in.sessions import Session
from progressive_flow_local.sign_in.site import WRONG_CODE, Site, code_page, missing, remember, weak
from progressive_flow_local.sign_in.visit import Errors, Visit, page

UNUSABLE = "This address cannot be used. Check it for typing mistakes."
SENT = "If the address waits for its confirmation, another code was sent."


def show(site: Site, visit: Visit, errors: Errors | None = None) -> Answer:
    """Return the page of the sign-up."""
    return page(visit, "sign-up.html", "Create an account", errors=errors, rule=site.pool.rule())


def submit(site: Site, visit: Visit) -> Answer:
    """Make an account. Where there is one, the answer is the same, and nothing happens to it."""
    errors = missing(visit, "name", "email", "password")
    errors |= {} if "password" in errors else weak(site, visit)
    if errors:
        return show(site, visit, errors)
    email = visit.email()
    limits.take(site.file, "sign_up", visit.address, email)
    try:
        site.pool.sign_up(email, visit.value("password"), visit.value("name").strip())
    except RefusedError as error:
        if error.kind != "UsernameExistsException":
            return show(site, visit, {"email": UNUSABLE})
    return remember(site, visit, Session(email=email), addresses.CONFIRM)


def show_confirmation(site: Site, visit: Visit, errors: Errors | None = None, status: str = "") -> Answer:
    """Return the page on which a code is entered that confirms an address."""
    return code_page(site, visit, "confirm.html", "Confirm your address", errors, status=status)


def confirm(site: Site, visit: Visit) -> Answer:
    """Confirm an address by its code, or send another code."""
    if visit.value("again"):
        return _send_again(site, visit)
    if errors := missing(visit, "email", "code"):
        return show_confirmation(site, visit, errors)
    email = visit.email()
    limits.take(site.file, "confirm", visit.address, email)
    try:
        site.pool.confirm(email, visit.value("code").strip())
    except RefusedError:
        return show_confirmation(site, visit, {"code": WRONG_CODE})
    limits.give_back(site.file, "confirm", visit.address, email)
    sessions.remember(site.file, visit.secret, Session(email=email))
    return signing_in.lead(visit, signing_in.CONFIRMED)


def _send_again(site: Site, visit: Visit) -> Answer:
    if errors := missing(visit, "email"):
        return show_confirmation(site, visit, errors)
    limits.take(site.file, "mail", visit.address, visit.email())
    site.pool.send_again(visit.email())
    return show_confirmation(site, visit, status=SENT)
