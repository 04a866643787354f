"""Show how learners fare with each track and challenge.

Lists tracks, then challenges, with totals over all learners and nobody's name.
"""

from progressive_flow.analytics.completion import service
from progressive_flow.analytics.completion.models import CompletionStatistics
from progressive_flow.kernel.http.endpoint import Capability, Db, get


@get("/v1/admin/completion-statistics", capabilities=(Capability.DATABASE_READS,), permission="analytics.aggregate")
def handler(db: Db) -> CompletionStatistics:
    return service.show_completions(db)
