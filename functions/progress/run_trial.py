"""Run a trial: evaluate a design by a level's visible tests and record nothing.

It says which visible tests pass and roughly how busy each component is, without a figure. Tests that are not visible take no
part, so an attempt with the same design may fail. It takes a try of the level, of which `tries_left` says the rest; level 1 is
free. Without a try left the answer is 429 `no-tries-left`.
"""

from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.declarations.models import TRIALS
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.kernel.http.parameters import LevelNumber, Reference
from progressive_flow.learning.submissions import service
from progressive_flow.learning.submissions.models import Trial


@post(
    "/v1/challenges/{slug}/levels/{level}/trials",
    status=200,
    limit=TRIALS,
    refusals=(403,),
    memory=1024,
)
def handler(slug: Reference, level: LevelNumber, submission: Submission, db: Db) -> Trial:
    return service.run_trial(db, slug, level, submission)
