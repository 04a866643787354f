"""Send a mail that is ready."""

from typing import Any

from progressive_flow.identity.mails import sending
from progressive_flow.identity.mails.message import Mail
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Payload
from progressive_flow.kernel.tasks.outside import outside_task


@outside_task("send_mail", capabilities=(Capability.MAIL,), timeout=30)
def handler(payload: Payload) -> dict[str, Any]:
    return sending.send(Mail.model_validate(payload))
