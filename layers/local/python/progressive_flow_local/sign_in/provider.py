"""Answers the provider's requests: endpoints for programs, pages for people. Called by the gateway, in a thread."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode

from progressive_flow_local.gateway.authorizer import Authorizer
from progressive_flow_local.gateway.events import Request
from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.sign_in import addresses, database, oauth, passwords, sessions, signing_in, signing_up
from progressive_flow_local.sign_in import visit as visits
from progressive_flow_local.sign_in.limits import TooManyError
from progressive_flow_local.sign_in.oauth import MalformedRequestError, OAuth
from progressive_flow_local.sign_in.pool import Pool
from progressive_flow_local.sign_in.site import Form, Site
from progressive_flow_local.sign_in.validator import Validator
from progressive_flow_local.sign_in.visit import Visit, go, message

MAX_BODY, MAX_QUERY = 16 * 1024, 8 * 1024
ALWAYS = [
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
]


class Provider:
    """The provider, with its memory in a folder."""

    def __init__(self, folder: Path, pool: Pool, issuer: str) -> None:
        file = database.prepare(folder)
        validator = Validator(file, pool, Authorizer(issuer, [pool.client_id], pool.keys))
        self._site, self._issuer = Site(file, pool, OAuth(validator)), issuer

    def serves(self, path: str) -> bool:
        """Return whether a path is the provider's."""
        return addresses.is_own(path)

    def answer(self, request: Request, body: bytes) -> Answer:
        """Answer one request; nothing of it is stored by whoever passes it on."""
        answer = self._checked(request, body)
        answer.headers.extend(ALWAYS)
        return answer

    def _checked(self, request: Request, body: bytes) -> Answer:
        if len(request.query) > MAX_QUERY or len(body) > MAX_BODY:
            return oauth.problem(413, "invalid_request", "The request is too long.")
        sender = request.headers.get("origin")
        if request.method == "POST" and sender not in {None, addresses.origin(request)}:
            return oauth.problem(403, "invalid_request", "Pages of other origins may not send this.")
        method = "GET" if request.method == "HEAD" else request.method
        try:
            endpoint = _endpoint(self._site, self._issuer, request, body, method)
            return endpoint or _page(self._site, request, body, method)
        except OSError:  # of a program's request
            return oauth.problem(503, "temporarily_unavailable", "The local user pool does not answer. Try again soon.")


def _endpoint(site: Site, issuer: str, request: Request, body: bytes, method: str) -> Answer | None:
    """Answer a program; nothing if the path is a page's."""
    answers: dict[tuple[str, str], Callable[[], Answer]] = {
        ("GET", addresses.DISCOVERY): lambda: _json(oauth.configuration(addresses.origin(request), issuer)),
        ("GET", addresses.KEYS): lambda: _json(site.pool.keys()),
        ("POST", addresses.TOKEN): lambda: site.oauth.token(request, body),
        ("POST", addresses.REVOKE): lambda: site.oauth.revoke(request, body),
        ("GET", addresses.USER_INFO): lambda: site.oauth.user_info(request),
        ("POST", addresses.USER_INFO): lambda: site.oauth.user_info(request),
        ("GET", addresses.STYLE): visits.style,
    }
    answer = answers.get((method, request.path))
    return answer() if answer else None


def _page(site: Site, request: Request, body: bytes, method: str) -> Answer:
    visit = visits.begin(request, site.file)
    form = {"GET": PAGES, "POST": FORMS}.get(method, {}).get(request.path)
    try:
        if form is None:
            return _unknown(visit)
        if method == "POST" and not _is_ours(visit, body):
            return _foreign(visit)
        return form(site, visit)
    except MalformedRequestError as error:
        text = f"The application that sent you here made a request that cannot be answered: {error}"
        return message(visit, 400, "This request cannot be answered", text, "Open the console", addresses.HOME)
    except OSError:
        text = "The part of the platform that keeps the accounts does not answer. Try again in a moment."
        return message(visit, 503, "Try again in a moment", text, "Open the page again", visit.link(request.path))
    except TooManyError as error:
        return _too_many(visit, error)


def _is_ours(visit: Visit, body: bytes) -> bool:
    """Read a form; return whether it is one of ours, opened in the same browser."""
    visit.form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return "origin" in visit.request.headers and sessions.is_form_of(visit.secret, visit.form.pop("csrf", ""))


def _foreign(visit: Visit) -> Answer:
    if visit.session.username and visit.request.path == addresses.SIGN_IN:
        text = "Somebody has signed in in another tab of this browser."
        target = visit.link(addresses.AUTHORIZE) if visit.query else addresses.HOME
        return message(visit, 403, "You are signed in already", text, "Go on", target)
    text = "The form was opened in another browser or too long ago. Open it again and repeat what you entered."
    here = visit.link(visit.request.path)
    return message(visit, 403, "The form is no longer valid", text, "Open the form again", here)


def _too_many(visit: Visit, error: TooManyError) -> Answer:
    minutes = max(1, round(error.seconds / 60))
    text = f"This was tried too often. Wait {minutes} min and try again; if you forgot your password, choose a new one then."
    answer = message(visit, 429, "Too many tries", text, "Back to the sign-in")
    answer.headers.append(("retry-after", str(error.seconds)))
    return answer


def _unknown(visit: Visit) -> Answer:
    allowed = [method for method, paths in (("GET", GETS), ("POST", POSTS)) if visit.request.path in paths]
    status, title = (405, "This cannot be done") if allowed else (404, "There is no such page")
    answer = message(visit, status, title, "Nothing was changed.", "Open the console", addresses.HOME)
    answer.headers += [("allow", ", ".join(allowed))] if allowed else []
    return answer


def _authorize(site: Site, visit: Visit) -> Answer:
    """Give a code to a browser in which somebody is signed in, and ask others, or who must be asked again, to sign in."""
    if refused := site.oauth.refused(visit.request, visit.query, visit.session):
        return refused
    asked = {name: values[0] for name, values in parse_qs(visit.query).items()}
    if visit.session.username and "login" not in asked.get("prompt", "").split() and not _too_old(visit, asked):
        return site.oauth.authorize(visit.request, visit.query, visit.session)
    kept = [(name, value) for name, value in parse_qsl(visit.query) if name != "prompt"]  # the page is what it asks for
    return go(f"{addresses.SIGN_IN}?{urlencode(kept)}")


def _too_old(visit: Visit, asked: dict[str, str]) -> bool:
    most = asked.get("max_age", "")
    return re.fullmatch("[0-9]{1,9}", most) is not None and time.time() - visit.session.authenticated_at > int(most)


def _logout(site: Site, visit: Visit) -> Answer:
    """Check where a client sends somebody who signs out; the cookie is not sent to this path, so go where it is."""
    _require_logout(site, visit)
    return go(f"{addresses.SIGN_OUT}?{visit.query}")


def _sign_out(site: Site, visit: Visit) -> Answer:
    target = _require_logout(site, visit)
    sessions.end(site.file, visit.secret)
    return go(target, sessions.end_cookie(visit.request))


def _require_logout(site: Site, visit: Visit) -> str:
    asked = parse_qs(visit.query)
    target = addresses.logout_uri(addresses.origin(visit.request))
    if asked.get("client_id") != [site.pool.client_id] or asked.get("logout_uri") != [target]:
        raise MalformedRequestError(f"client_id and logout_uri must be given, and logout_uri must be {target}.")
    return target


def _json(document: object) -> Answer:
    return Answer(200, json.dumps(document).encode(), [("content-type", "application/json")])


PAGES: dict[str, Form] = {
    addresses.AUTHORIZE: _authorize,
    addresses.LOGOUT: _logout,
    addresses.SIGN_OUT: _sign_out,
    addresses.SIGN_IN: signing_in.show,
    addresses.SIGN_UP: signing_up.show,
    addresses.CONFIRM: signing_up.show_confirmation,
    addresses.FORGOT: passwords.show_forgotten,
    addresses.RESET: passwords.show_reset,
    addresses.CHANGE: passwords.show_change,
}
FORMS: dict[str, Form] = {
    addresses.SIGN_IN: signing_in.submit,
    addresses.SIGN_UP: signing_up.submit,
    addresses.CONFIRM: signing_up.confirm,
    addresses.FORGOT: passwords.forget,
    addresses.RESET: passwords.reset,
    addresses.CHANGE: passwords.change,
}
GETS = {*PAGES, addresses.DISCOVERY, addresses.KEYS, addresses.USER_INFO, addresses.STYLE}
POSTS = {*FORMS, addresses.TOKEN, addresses.REVOKE, addresses.USER_INFO}
