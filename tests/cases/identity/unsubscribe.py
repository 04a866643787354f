"""Whoever has the link of a mail ends such mails to its address; what nobody signed ends nothing."""

from tests.support.cases import EndpointCase, tried
from tests.support.clients import Request
from tests.support.made import unsubscription_token

FORGED = f"1.invitations.{'0' * 64}.{'0' * 64}"
CASE = EndpointCase(
    request=lambda client: Request(query={"token": unsubscription_token(client)[1]}),
    intrusions=lambda _: [tried(422, query={"token": FORGED}), tried(422)],
)
