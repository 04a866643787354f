"""What comes after an attempt: the same level again, the next one, or a challenge that the pass opened."""

from collections.abc import Sequence

from progressive_flow.learning.submissions.models import Next, Opened, SubmittedAttempt

THINGS = {"system_design": "design", "code": "code"}  # what is submitted to a kind of challenge


def following(submitted: SubmittedAttempt, opened: Sequence[Opened], *, passed: bool, completed: bool) -> Next:
    """Return what comes next, and why; it names no challenge where the recommendations do."""
    if not passed:
        return Next(
            reason="retry",
            challenge=None if submitted.day else submitted.challenge,
            level=None if submitted.day else submitted.level,
            message=f"Change your {THINGS.get(submitted.kind, 'answer')} by the feedback, and submit it again.",
        )
    if submitted.has_next and not completed and submitted.day is None:
        return Next(
            reason="next_level",
            challenge=submitted.challenge,
            level=submitted.level + 1,
            message=f"Level {submitted.level + 1} comes next.",
        )
    if opened:
        return Next(reason="unlocked", challenge=opened[0].slug, level=1, message=f"You opened {opened[0].title}.")
    return Next(reason="recommendations", challenge=None, level=None, message="See what is recommended to you.")
