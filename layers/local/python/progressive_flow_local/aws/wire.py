"""The WSGI requests and answers that pass through the local AWS, as values."""

import base64
import io
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
COGNITO = "AWSCognitoIdentityProviderService."


@dataclass
class Answer:
    """A whole HTTP answer."""

    status: str
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def succeeded(self) -> bool:
        """Return whether the call did what it was asked."""
        return self.status.startswith("2")


@dataclass
class Call:
    """One call of an AWS service: enough of it to make it again."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def action(self) -> str:
        """Return the operation's name; REST services such as S3 have none."""
        if target := self.headers.get("X_AMZ_TARGET"):
            return target.rpartition(".")[2]
        if self.headers.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
            return parse_qs(self.body.decode("utf-8", "replace")).get("Action", [""])[0]
        return ""

    @property
    def is_cognito(self) -> bool:
        """Return whether this goes to the user pools."""
        return self.headers.get("X_AMZ_TARGET", "").startswith(COGNITO)

    def parameters(self) -> dict[str, Any]:
        """Return the JSON body, or nothing."""
        try:
            held = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return held if isinstance(held, dict) else {}


def without_case(call: Call) -> Call:
    """Return a call to the user pools with its user name and address in lower case: there, no two accounts differ by case.

    Cognito keeps the case of what it stores and compares without it; moto compares with it.
    """
    parameters = call.parameters()
    for holder, name in ((parameters, "Username"), (parameters.get("AuthParameters", {}), "USERNAME")):
        if isinstance(holder.get(name), str):
            holder[name] = holder[name].lower()
    for attribute in parameters.get("UserAttributes", []):
        if attribute.get("Name") == "email":
            attribute["Value"] = attribute["Value"].lower()
    return replace(call, body=json.dumps(parameters).encode()) if parameters else call


_KEPT = ("CONTENT_TYPE", "HTTP_")
_NOT_REPEATED = {"HTTP_CONNECTION", "HTTP_ACCEPT_ENCODING", "HTTP_EXPECT", "HTTP_TRANSFER_ENCODING"}


def read(environ: Environ) -> Call:
    """Take a call out of a WSGI environment."""
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read()
    else:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    names = [name for name in environ if name.startswith(_KEPT) and name not in _NOT_REPEATED]
    headers = {name.removeprefix("HTTP_"): str(environ[name]) for name in names}
    path = environ.get("PATH_INFO", "/")
    return Call(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), headers, body)


def environ_of(call: Call) -> Environ:
    """Make a WSGI environment for a call."""
    headers = {name if name == "CONTENT_TYPE" else f"HTTP_{name}": value for name, value in call.headers.items()}
    host, _, port = call.headers.get("HOST", "localhost").partition(":")
    raw = call.path + (f"?{call.query}" if call.query else "")
    return {
        "REQUEST_METHOD": call.method,
        "PATH_INFO": call.path,
        "RAW_URI": raw,
        "REQUEST_URI": raw,
        "QUERY_STRING": call.query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(call.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(call.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }


def send(application: Application, environ: Environ) -> Answer:
    """Have an application answer, all of it."""
    answer = Answer("500 Internal Server Error")

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> object:
        answer.status, answer.headers = status, headers
        return lambda _: None

    parts = application(environ, start)
    answer.body = b"".join(parts)
    return answer


def json_answer(document: object, status: str = "200 OK", **headers: str) -> Answer:
    """Return an answer in the JSON protocol of AWS."""
    named = [(name.replace("_", "-"), value) for name, value in headers.items()]
    kind = ("content-type", "application/x-amz-json-1.1")
    return Answer(status, [kind, ("x-amzn-requestid", str(uuid.uuid4())), *named], json.dumps(document).encode())


def error(kind: str, message: str, status: str = "400 Bad Request") -> Answer:
    """Return a service's refusal as boto3 and the other SDKs read it."""
    return json_answer(
        {"__type": kind, "message": message}, status, x_amzn_errortype=f"{kind}:", x_amzn_errormessage=message
    )


def to_json(call: Call) -> dict[str, Any]:
    """Return the call as the journal keeps it."""
    return {**vars(call), "body": base64.b64encode(call.body).decode()}


def from_json(document: dict[str, Any]) -> Call:
    """Read a call from the journal."""
    fields: dict[str, Any] = {**document, "body": base64.b64decode(document["body"])}
    return Call(**fields)
