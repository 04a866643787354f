"""People of a running platform: accounts that sign in on its pages, and their requests to the API."""

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from progressive_flow_local.aws import accounts, clients
from tests.support.content import reference_design

PASSWORD = "Correct-Horse-9"


@dataclass(frozen=True)
class Person:
    """Somebody with an account. Without a token, the person signs in on pages alone."""

    email: str
    password: str
    url: str = ""
    token: str = ""

    def get(self, path: str, **query: str) -> Any:
        """Read from the API as this person."""
        return self._ask("GET", path, 200, params=query)

    def post(self, path: str, body: Any, status: int = 201) -> Any:
        """Send to the API as this person."""
        return self._ask("POST", path, status, json=body)

    def _ask(self, method: str, path: str, status: int, **options: Any) -> Any:
        headers = {"authorization": f"Bearer {self.token}"}
        answer = httpx.request(method, self.url + path, headers=headers, timeout=30, **options)
        assert answer.status_code == status, answer.text
        return answer.json()

    def submit(self, slug: str, level: int, design: dict[str, Any] | None = None) -> Any:
        """Submit a design, the reference if none is given."""
        body = {"kind": "system_design", "design": design or reference_design(slug)}
        return self.post(f"/v1/challenges/{slug}/levels/{level}/attempts", body)


def new_person(description: dict[str, Any], name: str = "Ada") -> Person:
    """Make an account with a confirmed address; the API knows it from its first request."""
    endpoint, client = description["aws_endpoint_url"], description["client_id"]
    email = f"{uuid.uuid4().hex}@example.org"
    cognito = clients.cognito(endpoint)
    accounts.sign_up(cognito, client, email, PASSWORD, name)
    accounts.confirm(cognito, client, email, accounts.confirmation_code(endpoint, email))
    return known(description, email, PASSWORD)


def administrator(description: dict[str, Any]) -> Person:
    """Return the platform's administrator."""
    return known(description, description["admin_username"], description["admin_password"])


def known(description: dict[str, Any], email: str, password: str) -> Person:
    """Return somebody who has an account."""
    token = clients.access_token(description["aws_endpoint_url"], description["client_id"], email, password)
    person = Person(email, password, description["api_url"], token)
    person.get("/v1/me")
    return person
