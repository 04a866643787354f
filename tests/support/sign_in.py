"""The local OpenID Connect provider as it is served: the gateway and the local AWS in processes, and browsers in front."""

import base64
import hashlib
import html
import os
import re
import secrets
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from progressive_flow_local import loopback, preparation
from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.aws.accounts import Pool
from progressive_flow_local.processes import HOST, free_port, wait_until
from progressive_flow_local.sign_in import database
from tests.support import gateways, proofs

PASSWORD, OTHER = "A-first-password-1", "Another-password-2"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"[^>]* value="([^"]*)"')
MESSAGE = re.compile(r'<p class="error" id="(\w+)-error">([^<]*)</p>')


class Aws:
    """The local AWS with the platform's own triggers, in a process that can be killed and started again."""

    def __init__(self, folder: Path, urls: Mapping[str, str]) -> None:
        self.port = free_port()
        self.endpoint = f"http://{HOST}:{self.port}"
        ours = {"PORT": str(self.port), "PROGRESSIVE_FLOW_STATE": str(folder), "PROOF_KEY": proofs.TEXT}
        self._environment = {**os.environ, **preparation.environment(urls), **ours, "SUPERVISOR_PID": str(os.getpid())}
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "progressive_flow_local.aws"], env=self._environment)
        assert wait_until(lambda: loopback.answers(f"{self.endpoint}/_local/messages"), 30)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass
class Provider:
    """Where it is, and what lies behind it."""

    origin: str
    aws: Aws
    pool: Pool
    client_id: str
    folder: Path

    def account(self, password: str = PASSWORD, name: str = "Ada") -> str:
        """Make a confirmed account; return its address."""
        email = new_address()
        cognito = clients.cognito(self.aws.endpoint)
        accounts.sign_up(cognito, self.pool.client_id, email, password, name)
        accounts.confirm(cognito, self.pool.client_id, email, self.code(email))
        return email

    def code(self, email: str) -> str:
        """Return the newest code that was sent to an address."""
        return accounts.confirmation_code(self.aws.endpoint, email)

    def change(self, statement: str, *values: object) -> int:
        """Change the provider's memory, as time would; return how many rows that were."""
        with database.transaction(self.folder / database.NAME) as db:
            return db.execute(statement, values).rowcount


def new_address() -> str:
    """Return an address that nobody has used."""
    return f"ada-{uuid.uuid4().hex[:12]}@example.com"


@contextmanager
def serve(urls: Mapping[str, str], folder: Path) -> Iterator[Provider]:
    """Run the local AWS and a gateway of two workers on a database."""
    aws = Aws(folder, urls)
    try:
        pool = accounts.bootstrap(aws.endpoint, PASSWORD, PASSWORD)
        console = accounts.console_client(aws.endpoint, pool.pool_id)
        settings = {
            "AWS_ENDPOINT_URL": aws.endpoint,
            "USER_POOL_ID": pool.pool_id,
            "PROGRESSIVE_FLOW_STATE": str(folder),
        }
        settings |= {"USER_POOL_CLIENT_ID": pool.client_id, "CONSOLE_CLIENT_ID": console}
        with gateways.gateway(urls, 2, folder / "gateway.log", **settings) as origin:
            yield Provider(origin, aws, pool, console, folder)
    finally:
        aws.kill()


@dataclass
class Authorization:
    """One authorization request of the console, with what the console keeps of it."""

    provider: Provider
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """Return the request's parameters; a change to None leaves one out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        given = {
            "client_id": self.provider.client_id,
            "redirect_uri": f"{self.provider.origin}/",
            "response_type": "code",
            "scope": "openid profile email",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changes,
        }
        return {name: value for name, value in given.items() if value is not None}

    def exchange(self, code: str, **changes: str) -> httpx.Response:
        """Exchange a code for tokens."""
        return ask(
            self.provider,
            "/oauth2/token",
            **{
                "grant_type": "authorization_code",
                "client_id": self.provider.client_id,
                "code": code,
                "redirect_uri": f"{self.provider.origin}/",
                "code_verifier": self.verifier,
                **changes,
            },
        )


def ask(provider: Provider, path: str, **fields: str) -> httpx.Response:
    """Send a form, as a program does."""
    return httpx.post(f"{provider.origin}{path}", data=fields, timeout=30)


def refresh(provider: Provider, token: str, **changes: str) -> httpx.Response:
    """Use a refresh token."""
    fields = {"grant_type": "refresh_token", "client_id": provider.client_id, "refresh_token": token, **changes}
    return ask(provider, "/oauth2/token", **fields)


class Browser:
    """A browser without scripts: it keeps cookies, fills in forms, and shows where it is sent."""

    def __init__(self, provider: Provider, address: str = HOST) -> None:
        self.provider = provider
        # nothing stays open, so that nobody need close it
        limits = httpx.Limits(max_keepalive_connections=0)
        transport = httpx.HTTPTransport(local_address=address, limits=limits)
        self.client = httpx.Client(base_url=provider.origin, transport=transport, timeout=30)

    def get(self, path: str, **parameters: str) -> httpx.Response:
        """Open a page, wherever the provider leads within itself."""
        answer = self.client.get(path, params=parameters) if parameters else self.client.get(path)
        return self.follow(answer)

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """Follow what leads to another page of the provider."""
        while answer.headers.get("location", "").startswith("/oauth2/"):
            answer = self.client.get(answer.headers["location"])
        return answer

    def authorize(self, authorization: Authorization, **changes: str | None) -> httpx.Response:
        """Come from the console to sign in."""
        return self.get("/oauth2/authorize", **authorization.parameters(**changes))

    def submit(self, page: httpx.Response, **fields: str) -> httpx.Response:
        """Fill in the form of a page and send it."""
        return self.follow(self.send(page, {**hidden(page), **fields}))

    def send(self, page: httpx.Response, fields: Mapping[str, str], **headers: str) -> httpx.Response:
        """Send a form as given."""
        return self.client.post(page.url, data=dict(fields), headers={"origin": self.provider.origin, **headers})

    def sign_in(self, email: str, password: str = PASSWORD, **changes: str | None) -> tuple[Authorization, str]:
        """Sign in from the console; return the request and the code."""
        authorization = Authorization(self.provider)
        page = self.authorize(authorization, **changes)
        return authorization, code_of(self.submit(page, email=email, password=password))

    def tokens(self, email: str, password: str = PASSWORD) -> dict[str, Any]:
        """Sign in from the console; return the tokens."""
        authorization, code = self.sign_in(email, password)
        answer = authorization.exchange(code)
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens


def hidden(page: httpx.Response) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}


def errors(page: httpx.Response) -> dict[str, str]:
    """Return what a page says about its fields."""
    return {name: html.unescape(text) for name, text in MESSAGE.findall(page.text)}


def title(page: httpx.Response) -> str:
    """Return a page's heading; there is one."""
    (found,) = re.findall("<h1>(.*)</h1>", page.text)
    return html.unescape(str(found))


def sent(answer: httpx.Response) -> dict[str, str]:
    """Return the parameters with which the browser is sent back to the console."""
    location = urlsplit(answer.headers["location"])
    assert location.path == "/", answer.headers["location"]
    return {name: values[0] for name, values in parse_qs(location.query).items()}


def code_of(answer: httpx.Response) -> str:
    """Return the code with which the browser is sent back."""
    assert answer.status_code == 303, answer.text
    return sent(answer)["code"]
