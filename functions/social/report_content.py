"""Report content that should not be shown as it is.

What the caller sees can be reported: an image of a page. The third who reports it, or one moderator, keeps it from being
delivered until people have decided. Whoever reports the same again gets their case again, and nothing changes. The author
and the moderators are not shown who reported. The answer is 409 `own-work` to the author.
"""

from progressive_flow.kernel.declarations.models import REPORTS
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.social.moderation import service
from progressive_flow.social.moderation.models import NewReport, OwnCase


@post("/v1/moderation-cases", limit=REPORTS, location="/v1/moderation-cases/{id}", refusals=(404, 409))
def handler(new: NewReport, db: Db) -> OwnCase:
    return service.report(db, new)
