"""One request of a browser for a page, with what is known about the browser; and the answers to it."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from progressive_flow_local.gateway.events import Request
from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.sign_in import addresses, sessions
from progressive_flow_local.sign_in.sessions import Session

Errors = dict[str, str]  # a field's name and what is wrong with it
# No script runs, and forms go to this origin alone.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PROTECTION = [
    ("content-security-policy", POLICY),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    # without a referrer, a browser would send `Origin: null` with forms
    ("referrer-policy", "same-origin"),
]


@dataclass
class Visit:
    """A request for a page, and the browser's secret: the one that it sent, or a new one."""

    request: Request
    secret: str
    is_new: bool
    session: Session
    form: dict[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """Return the authorization request that the browser came with, which each page passes on."""
        return self.request.query

    @property
    def address(self) -> str:
        """Return the client's network address."""
        return self.request.client[0]

    def value(self, name: str) -> str:
        """Return a field of the form."""
        return self.form.get(name, "")

    def email(self) -> str:
        """Return the address that the form names, as the pool compares it."""
        return self.value("email").strip().lower()

    def link(self, path: str) -> str:
        """Return the address of another page, with the authorization request."""
        return f"{path}?{self.query}" if self.query else path


def begin(request: Request, file: Path) -> Visit:
    """Read who visits."""
    secret = sessions.cookie(request)
    # where the cookie is not sent, its absence says nothing
    is_new = secret is None and request.path.startswith(addresses.FOLDER)
    return Visit(request, secret or sessions.new_cookie(), is_new, sessions.find(file, secret))


@cache
def _templates() -> Environment:
    loader = PackageLoader("progressive_flow_local.sign_in")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def style() -> Answer:
    """Return the style sheet."""
    text = Path(__file__).with_name("style.css").read_bytes()
    return Answer(200, text, [("content-type", "text/css; charset=utf-8")])


def page(visit: Visit, template: str, title: str, *, errors: Errors | None = None, **values: Any) -> Answer:
    """Return a page; one with errors keeps what was entered, but for passwords."""
    given = {
        "title": title,
        "errors": _Blank(errors or {}),
        "status": "",
        "values": _Blank(visit.form),
        **values,
    }
    text = (
        _templates()
        .get_template(template)
        .render(
            given, addresses=addresses, link=visit.link, style=addresses.STYLE, csrf=sessions.csrf_token(visit.secret)
        )
    )
    cookies = [sessions.set_cookie(visit.request, visit.secret)] if visit.is_new else []
    headers = [("content-type", "text/html; charset=utf-8"), *PROTECTION, *cookies]
    return Answer(422 if errors else 200, text.encode(), headers)


def message(visit: Visit, status: int, title: str, text: str, next_label: str, next_path: str = "") -> Answer:
    """Return a page that says something and leads on."""
    target = next_path or visit.link(addresses.SIGN_IN)
    answer = page(visit, "message.html", title, message=text, next=target, next_label=next_label)
    answer.status = status
    return answer


def go(location: str, *headers: tuple[str, str]) -> Answer:
    """Send the browser elsewhere by GET."""
    return Answer(303, headers=[("location", location), *headers])


class _Blank(dict[str, str]):
    """What a template asks by a field's name; nothing where there is nothing."""

    def __missing__(self, _name: str) -> str:
        return ""
