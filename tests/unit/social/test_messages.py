"""The message catalogue words every type of notification from its parameters alone."""

from typing import Any, get_args

import pytest

from progressive_flow.social.notifications.messages import MESSAGES, Message, message_of
from progressive_flow.social.notifications.models import NotificationType

CACHE = {"challenge": "distributed-cache", "title": "Distributed cache"}


@pytest.mark.parametrize(
    ("kind", "params", "message"),
    [
        (
            "achievement",
            {"achievement": "night-shift", "name": "Night Shift", "description": "Ten levels passed."},
            Message("Night Shift", "Ten levels passed.", "/achievements/night-shift"),
        ),
        (
            "achievement_revoked",
            {"achievement": "night-shift", "name": "Night Shift", "reason": "Copied", "xp": 100},
            Message(
                "Night Shift was taken away", "Reason: Copied. 100 XP were taken back.", "/achievements/night-shift"
            ),
        ),
        (
            "achievement_restored",
            {"achievement": "night-shift", "name": "Night Shift", "reason": "A mistake", "xp": 100},
            Message(
                "Night Shift is yours again",
                "Reason: A mistake. 100 XP were paid back.",
                "/achievements/night-shift",
            ),
        ),
        (
            "achievement_restored",
            {"achievement": "night-shift", "name": "Night Shift", "reason": "A mistake", "xp": 0},
            Message("Night Shift is yours again", "Reason: A mistake.", "/achievements/night-shift"),
        ),
        (
            "level_complete",
            {**CACHE, "level": 2, "xp": 30},
            Message(
                "Distributed cache: level 2 passed", "That earned you 30 XP.", "/challenges/distributed-cache/levels/2"
            ),
        ),
        ("streak", {"days": 7, "xp": 50}, Message("A streak of 7 days", "That earned you 50 XP.", "/streak")),
        (
            "streak_reminder",
            {"days": 1},
            Message(
                "Your streak of 1 day",
                "Pass a level or the daily challenge before midnight to go on.",
                "/daily-challenge",
            ),
        ),
        (
            "challenge_unlock",
            {**CACHE, "completed": "Caching basics"},
            Message(
                "Distributed cache is open", "Completing Caching basics unlocked it.", "/challenges/distributed-cache"
            ),
        ),
        (
            "challenge_unlock",
            CACHE,
            Message("Distributed cache is open", "It was published just now.", "/challenges/distributed-cache"),
        ),
        (
            "new_version",
            {**CACHE, "label": "v2.0", "changelog": "Level 2 asks for two zones."},
            Message(
                "Distributed cache is graded by v2.0 from now on",
                "Level 2 asks for two zones. What you passed stays yours.",
                "/challenges/distributed-cache",
            ),
        ),
        (
            "case_decided",
            {"case": "7", "name": "curve.png", "decision": "delete", "reason": "It is wrong.", "is_appeal": False},
            Message(
                "curve.png is shown no longer",
                "Reason: It is wrong. It is deleted once nobody can appeal any more. You can appeal within 14 days.",
                "/moderation-cases/7",
            ),
        ),
        (
            "case_decided",
            {"case": "7", "name": "curve.png", "decision": "delete", "reason": "It is wrong.", "is_appeal": True},
            Message(
                "curve.png is shown no longer",
                "Reason: It is wrong. It is deleted for good.",
                "/moderation-cases/7",
            ),
        ),
        (
            "case_decided",
            {"case": "7", "name": "curve.png", "decision": "warn", "reason": "It is wrong.", "is_appeal": False},
            Message(
                "A warning about curve.png",
                "Reason: It is wrong. It stays as it is. You can appeal within 14 days.",
                "/moderation-cases/7",
            ),
        ),
        (
            "case_decided",
            {"case": "7", "name": None, "decision": "none", "reason": "It is right.", "is_appeal": True},
            Message("Your work stays as it is", "Reason: It is right.", "/moderation-cases/7"),
        ),
    ],
)
def test_a_notification_is_worded(kind: NotificationType, params: dict[str, Any], message: Message) -> None:
    assert message_of(kind, params) == message


def test_every_type_has_a_message() -> None:
    assert set(MESSAGES) == set(get_args(NotificationType))
