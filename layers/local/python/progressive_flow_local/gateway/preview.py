"""The second host of the local platform: the page in which the console runs what a learner writes, and nothing else.

It is `localhost` on a port of its own, while the console is on 127.0.0.1. To a browser that is another site, with a process,
cookies and storage of its own: a page that never ends holds up nothing else.
"""

from collections.abc import Awaitable, Callable

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import console
from progressive_flow_local import local_names
from progressive_flow_local.gateway.application import Message, Receive, Send, send_answer
from progressive_flow_local.gateway.events import combine_headers
from progressive_flow_local.gateway.responses import Answer, own

Application = Callable[[Message, Receive, Send], Awaitable[None]]


def beside(application: Application, port: int) -> Application:
    """Answer what arrives at `port` here, and let the application answer the rest."""
    page = (paths.root() / "console" / "public" / console.PREVIEW.lstrip("/")).read_bytes()

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["server"][1] == port:
            await send_answer(_answer(scope, port, page), send, head=scope["method"] == "HEAD")
        else:
            await application(scope, receive, send)

    return answer


def _answer(scope: Message, port: int, page: bytes) -> Answer:
    """Answer with the page by the host's one name: by 127.0.0.1 it would be of the console's site."""
    headers, _ = combine_headers(scope["headers"])
    if headers.get("host", "").lower() != local_names.preview_host(port):
        return own(421, "Misdirected Request")
    if scope["path"] != console.PREVIEW:
        return own(404, "Not Found")
    if scope["method"] not in {"GET", "HEAD"}:
        return own(405, "Method Not Allowed", allow="GET, HEAD")
    return Answer(200, page, [(name.lower(), value) for name, value in console.preview_headers().items()])
