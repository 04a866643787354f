"""The WSGI application in front of moto: keeps what changes state, adds what moto leaves out."""

import json
import logging
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from moto.moto_api._internal import mock_random
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from progressive_flow.kernel.declarations.consumers import Consumer
from progressive_flow_local import local_names
from progressive_flow_local.aws import (
    cognito,
    deliveries,
    functions,
    mails,
    managed_login,
    publications,
    tokens,
    uploads,
    users,
    wire,
)
from progressive_flow_local.aws.cognito import Codes
from progressive_flow_local.aws.functions import Functions
from progressive_flow_local.aws.journal import Journal, changes_state, reseeding
from progressive_flow_local.aws.wire import Answer, Application, Call, Environ, StartResponse

MESSAGES = "/_local/messages"
MAILS = "/_local/mails"
UNKNOWN_TO_MOTO = {"DeleteUser"}  # done by their equivalents for administrators
LOG = logging.getLogger("progressive_flow_local.aws")


class LocalAws:
    """AWS in one process. Calls are made one at a time: moto draws every id from one generator."""

    def __init__(self, state: Path) -> None:
        tokens.install()
        self._moto: Application = DomainDispatcherApplication(create_backend_app)
        self._lock = threading.Lock()
        self._codes, self._functions, self._mailbox = Codes(), Functions(), mails.Mailbox()
        self._journal = Journal(state / "aws_journal.jsonl")
        for number, call in enumerate(self._journal.calls):
            self._change(call, self._journal.seed_of(number))

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        call = wire.read(environ)
        if foreign := _foreign(call):
            start(foreign.status, foreign.headers)
            return [foreign.body]
        call = wire.without_case(call) if call.is_cognito else call
        answer = self._answer(call)
        if not any(name.lower() == "content-length" for name, _ in answer.headers):
            answer.headers.append(("Content-Length", str(len(answer.body))))
        start(answer.status, answer.headers)
        return [answer.body]

    def _answer(self, call: Call) -> Answer:
        if functions.is_invocation(call):
            return self._functions.invoke(call)
        if call.path in {MESSAGES, MAILS}:
            return self._shown(call)
        if managed_login.is_issue(call):
            with self._lock:
                return managed_login.answer(call)
        if mails.is_sending(call):
            return self._send(call)
        if uploads.is_form(call):
            return self._take(call)
        return self._change_made(call) if changes_state(call) else self._passed(call)

    def _shown(self, call: Call) -> Answer:
        """Answer with the codes that Cognito would have mailed, or with the mails of SES: all, or those to an address."""
        to = parse_qs(call.query).get("to", [""])[0].lower() or None
        found = self._codes.messages(to) if call.path == MESSAGES else self._mailbox.mails(to)
        return Answer("200 OK", [("content-type", "application/json")], _dump(found))

    def _passed(self, call: Call) -> Answer:
        """Make a call that is not kept; hand over the events that it published."""
        is_publication = deliveries.is_publication(call)
        answer = (publications.accepted(call) if is_publication else None) or self._asked(call)
        if answer.succeeded and is_publication:
            deliveries.deliver(self._consume, self._functions.isolate, call, answer)
        return uploads.delivered(call, answer)

    def _asked(self, call: Call) -> Answer:
        with self._lock:
            return self._refusal(call) or self._make(call)

    def _change_made(self, call: Call) -> Answer:
        """Make a call that is kept; fire the trigger of one to the user pool."""
        answer = self._recorded(call)
        if answer.succeeded and call.is_cognito:
            # Outside the lock, since the function may call AWS itself.
            return cognito.trigger(self._functions.trigger, call) or answer
        return answer

    def _send(self, call: Call) -> Answer:
        """Send a mail, which is not kept for ever as other changes are."""
        with self._lock:
            answer = self._make(call)
            if answer.succeeded:
                self._mailbox.keep(call, answer)
        return answer

    def _take(self, form: Call) -> Answer:
        """Write the file of a signed form, and have it inspected once the browser has its answer."""
        try:
            call = uploads.written(form)
        except uploads.RefusedFormError as error:
            return uploads.refused(error)
        answer = self._recorded(call)
        if answer.succeeded and (arrived := uploads.arrival(call)):
            self._functions.start(uploads.INSPECTION, arrived)
        return uploads.taken(answer, form.headers.get("ORIGIN")) if answer.succeeded else answer

    def _consume(self, consumer: Consumer, event: dict[str, Any]) -> dict[str, Any]:
        """Invoke a consumer; its environment names the user pool, which was made after this process began."""
        os.environ.setdefault("USER_POOL_ID", users.newest_pool())
        return self._functions.consume(consumer, event)

    def _recorded(self, call: Call) -> Answer:
        """Make a call that changes state and keep it, or its equivalent without a token, before answering."""
        with self._lock:
            if refused := self._refusal(call):
                return refused
            kept = _to_keep(call)
            made = kept if kept and call.action in UNKNOWN_TO_MOTO else call
            answer = self._change(made, self._journal.seed())
            if answer.succeeded and kept:
                self._journal.append(kept)
            return answer

    def _refusal(self, call: Call) -> Answer | None:
        return cognito.refusal(self._codes, call) if call.is_cognito else None

    def _change(self, call: Call, seed: str) -> Answer:
        def work() -> Answer:
            answer = (cognito.own_answer(self._codes, call) if call.is_cognito else None) or self._make(call)
            if answer.succeeded and call.is_cognito:
                cognito.complete(self._codes, call)
            return answer

        answer: Answer = reseeding(mock_random.seed, seed, work)
        return answer

    def _make(self, call: Call) -> Answer:
        try:
            with tokens.signed_in_by(call):
                return wire.send(self._moto, wire.environ_of(call))
        except NotImplementedError:  # it would become a page of HTML, which no SDK can read
            message = f"The local AWS cannot do {call.action}."
            return wire.error("InternalErrorException", message, "500 Internal Server Error")


def _foreign(call: Call) -> Answer | None:
    """Refuse what a web page of another machine sends: nobody signs in here, and everything may be changed."""
    if not local_names.is_host(call.headers.get("HOST", "")):
        return wire.error("MisdirectedRequest", "This is the local AWS of another machine.", "421 Misdirected Request")
    origin = call.headers.get("ORIGIN")
    # a browser sends no Origin with an image's or a link's GET, but says where it comes from
    foreign = (
        call.headers.get("SEC_FETCH_SITE") == "cross-site" if origin is None else not local_names.is_origin(origin)
    )
    if foreign:
        return wire.error("AccessDeniedException", "Pages of other machines may not call this.", "403 Forbidden")
    return None


def _to_keep(call: Call) -> Call | None:
    if not call.is_cognito:
        return call
    if call.action == "RespondToAuthChallenge":
        return cognito.password_chosen(call)
    if "AccessToken" in call.parameters():
        return cognito.without_token(call)
    return call


def _dump(document: object) -> bytes:
    return json.dumps(document).encode()
