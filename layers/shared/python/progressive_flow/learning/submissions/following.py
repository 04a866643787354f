"""What comes after an attempt: the same level again, the next one, a challenge that the pass opened, or the daily one."""

from progressive_flow.learning.submissions.models import Next, Offered, RecordedAttempt, SubmittedAttempt

THINGS = {"system_design": "design", "code": "code"}  # what is submitted to a kind of challenge
SUGGESTED = {"system_design"}  # kinds to which the grader suggests changes


def following(submitted: SubmittedAttempt, recorded: RecordedAttempt, offered: Offered | None, *, passed: bool) -> Next:
    """Return what comes next, and why; it names no challenge where the recommendations do."""
    if not passed:
        return _again(submitted, recorded, offered)
    if submitted.has_next and not recorded.challenge_completed and submitted.day is None:
        return Next(
            reason="next_level",
            challenge=submitted.challenge,
            level=submitted.level + 1,
            message=f"Level {submitted.level + 1} comes next.",
        )
    if recorded.unlocked:
        opened = recorded.unlocked[0]
        return Next(reason="unlocked", challenge=opened.slug, level=1, message=f"You opened {opened.title}.")
    if offered and offered.daily_challenge and submitted.day is None:
        bonus = (
            f" pays {offered.daily_bonus_xp} XP on top" if offered.daily_bonus_xp else " is open until midnight, UTC"
        )
        return Next(
            reason="daily",
            challenge=offered.daily_challenge,
            level=offered.daily_level,
            message=f"Today's challenge, level {offered.daily_level} of {offered.daily_title},{bonus}.",
        )
    return Next(reason="recommendations", challenge=None, level=None, message="See what is recommended to you.")


def _again(submitted: SubmittedAttempt, recorded: RecordedAttempt, offered: Offered | None) -> Next:
    of_level = submitted.day is None
    price = offered.suggestion_price if offered and of_level and submitted.kind in SUGGESTED else None
    step = f"Change your {THINGS.get(submitted.kind, 'answer')} by the feedback, and submit it again"
    if recorded.tries_left == 0:
        step = f"{step} when a try has come back"
    return Next(
        reason="retry",
        challenge=submitted.challenge if of_level else None,
        level=submitted.level if of_level else None,
        suggestion_price=price,
        message=f"{step}{_priced(price)}.",
    )


def _priced(price: int | None) -> str:
    if price is None:
        return ""
    cost = f"takes {price} XP off the first pass" if price else "is free"
    return f"; a suggested change {cost}"
