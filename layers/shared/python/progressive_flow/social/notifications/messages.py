"""The message catalogue: what each type of notification says, made of the parameters that are stored with it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from progressive_flow.social.notifications.models import NotificationType

Params = Mapping[str, Any]


class Message(NamedTuple):
    """A title, a sentence, and the path that a client opens."""

    title: str
    message: str
    action_url: str


def message_of(kind: NotificationType, params: Params) -> Message:
    """Return what a notification says."""
    return MESSAGES[kind](params)


def _achievement(params: Params) -> Message:
    return Message(params["name"], params["description"], f"/achievements/{params['achievement']}")


def _achievement_revoked(params: Params) -> Message:
    taken = f" {params['xp']} XP were taken back." if params["xp"] else ""
    return Message(
        f"{params['name']} was taken away",
        f"Reason: {params['reason']}.{taken}",
        f"/achievements/{params['achievement']}",
    )


def _achievement_restored(params: Params) -> Message:
    returned = f" {params['xp']} XP were paid back." if params["xp"] else ""
    return Message(
        f"{params['name']} is yours again",
        f"Reason: {params['reason']}.{returned}",
        f"/achievements/{params['achievement']}",
    )


def _level_complete(params: Params) -> Message:
    title = f"{params['title']}: level {params['level']} passed"
    url = f"/challenges/{params['challenge']}/levels/{params['level']}"
    return Message(title, f"That earned you {params['xp']} XP.", url)


def _streak(params: Params) -> Message:
    return Message(f"A streak of {params['days']} days", f"That earned you {params['xp']} XP.", "/streak")


def _streak_reminder(params: Params) -> Message:
    days = f"{params['days']} day{'' if params['days'] == 1 else 's'}"
    return Message(
        f"Your streak of {days}", "Pass a level or the daily challenge before midnight to go on.", "/daily-challenge"
    )


def _challenge_unlock(params: Params) -> Message:
    completed = params.get("completed")
    reason = f"Completing {completed} unlocked it." if completed else "It was published just now."
    return Message(f"{params['title']} is open", reason, f"/challenges/{params['challenge']}")


def _new_version(params: Params) -> Message:
    return Message(
        f"{params['title']} is graded by {params['label']} from now on",
        f"{params['changelog']} What you passed stays yours.",
        f"/challenges/{params['challenge']}",
    )


def _case_decided(params: Params) -> Message:
    name, last = params["name"] or "Your work", params["is_appeal"]
    appeal = "" if last else " You can appeal within 14 days."
    ends = " It is deleted for good." if last else " It is deleted once nobody can appeal any more."
    title, follows = {
        "none": (f"{name} stays as it is", ""),
        "warn": (f"A warning about {name}", f" It stays as it is.{appeal}"),
        "delete": (f"{name} is shown no longer", f"{ends}{appeal}"),
    }[params["decision"]]
    return Message(title, f"Reason: {params['reason']}{follows}", f"/moderation-cases/{params['case']}")


MESSAGES: Mapping[NotificationType, Callable[[Params], Message]] = {
    "achievement": _achievement,
    "achievement_revoked": _achievement_revoked,
    "achievement_restored": _achievement_restored,
    "level_complete": _level_complete,
    "streak": _streak,
    "streak_reminder": _streak_reminder,
    "challenge_unlock": _challenge_unlock,
    "new_version": _new_version,
    "case_decided": _case_decided,
}
