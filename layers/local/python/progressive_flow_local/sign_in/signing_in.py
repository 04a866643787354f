"""The sign-in, and where it leads."""

from urllib.parse import parse_qs

from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.sign_in import addresses, limits, pool, sessions
from progressive_flow_local.sign_in.pool import RefusedError
from progressive_flow_local.sign_in.sessions import Session
from progressive_flow_local.sign_in.site import Site, missing, remember
from progressive_flow_local.sign_in.visit import Errors, Visit, go, message, page

WRONG = "The e-mail address or the password is wrong."
CONFIRMED, CHANGED = "confirmed", "changed"
MESSAGES = {
    CONFIRMED: "Your address is confirmed. Sign in.",
    CHANGED: "Your password is changed. Sign in with the new one.",
}


def show(_: Site, visit: Visit, errors: Errors | None = None) -> Answer:
    """Return the page, with the address that the client knows or that was just confirmed."""
    asked = parse_qs(visit.query)
    visit.form.setdefault("email", visit.session.email or asked.get("login_hint", [""])[0])
    status = "" if errors else next((text for name, text in MESSAGES.items() if asked.get("done") == [name]), "")
    return page(visit, "sign-in.html", "Sign in", errors=errors, status=status)


def submit(site: Site, visit: Visit) -> Answer:
    """Check a password and begin a session under a new cookie."""
    if errors := missing(visit, "email", "password"):
        return show(site, visit, errors)
    email = visit.email()
    limits.take(site.file, "sign_in", visit.address, email)
    try:
        outcome = site.pool.sign_in(email, visit.value("password"))
    except RefusedError as error:
        if error.kind == "UserNotConfirmedException":  # which the pool says only to who knows the password
            return remember(site, visit, Session(email=email), addresses.CONFIRM)
        return show(site, visit, {"email": WRONG})
    limits.give_back(site.file, "sign_in", visit.address, email)
    return _admitted(site, visit, email, outcome)


def _admitted(site: Site, visit: Visit, email: str, outcome: str) -> Answer:
    if outcome == pool.NEW_PASSWORD:
        return remember(site, visit, Session(email=email, must_change=True), addresses.CHANGE)
    if outcome == pool.SECOND_FACTOR:
        text = "This account has a second factor, for which the local pages cannot ask. Sign in with another account."
        return message(visit, 403, "A second factor is needed", text, "Back to the sign-in")
    return begin(site, visit, email)


def begin(site: Site, visit: Visit, username: str) -> Answer:
    """Begin a session, and send the browser where it came for: to the client with a code, or to a page of the account."""
    secret, session = sessions.begin(site.file, visit.secret, username)
    asked = parse_qs(visit.query)
    if "client_id" in asked:
        answer = site.oauth.authorize(visit.request, visit.query, session)
    else:
        answer = go(addresses.CHANGE if asked.get("then") == ["change-password"] else addresses.HOME)
    answer.headers.append(sessions.set_cookie(visit.request, secret))
    return answer


def lead(visit: Visit, done: str) -> Answer:
    """Lead a browser to the sign-in, which says what was done."""
    link = visit.link(addresses.SIGN_IN)
    return go(f"{link}{'&' if '?' in link else '?'}done={done}")
