"""By what a task knows that it grades a submission to a draft: apart from the rest, which brings the evaluator of designs."""

from progressive_flow.kernel.declarations.tasks import Payload

DRAFT = "draft"  # the member of the payload that says which draft


def is_for_draft(payload: Payload) -> bool:
    """Return whether a task grades a submission to a draft, and no attempt."""
    return DRAFT in payload
