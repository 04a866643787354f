"""Report what a learner did in a client: pages shown, items left, videos watched, recommendations seen.

Events serve figures alone: no point, completion or streak follows from them. They are kept for 13 months, unless the learner
sets `preferences.analytics` to false with `PATCH /v1/me`; the answer is the same then, and says that none is kept. Report up
to 50 at once, for example once in a minute and when a page is hidden, with an Idempotency-Key so that a retry counts once.
"""

from progressive_flow.analytics.user_events import service
from progressive_flow.analytics.user_events.models import KeptEvents, ReportedEvents
from progressive_flow.kernel.declarations.models import USER_EVENTS
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/me/events", status=202, limit=USER_EVENTS)
def handler(reported: ReportedEvents, db: Db) -> KeptEvents:
    return service.report(db, reported)
