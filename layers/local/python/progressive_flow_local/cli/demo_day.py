"""The demo's second part: what a learner comes back for."""

import httpx

from progressive_flow_local.cli.transcript import Transcript, document


def buy_a_hint(transcript: Transcript, api: httpx.Client, challenge: str) -> None:
    """Look at the price of a hint, then buy it, twice."""
    transcript.step("Ask for a hint")
    path = f"/v1/challenges/{challenge}/levels/1/hints"
    hints = document(transcript.request(api, "GET", path, 200))
    price = hints["items"][0]["xp_penalty"]
    transcript.note(f"the first costs {price} of {hints['xp_reward']} XP")
    first = document(transcript.request(api, "POST", path, 201, json={"hint_number": 1}))
    transcript.note(first["hint"])
    again = document(transcript.request(api, "POST", path, 201, json={"hint_number": 1}))
    transcript.check("asking again shows it again, and charges nothing", holds=again["newly_revealed"] is False)
    left = document(transcript.request(api, "GET", path, 200))["xp_after_penalties"]
    transcript.check(f"passing now pays {left} XP", holds=left == hints["xp_reward"] - price)


def look_back(transcript: Transcript, api: httpx.Client) -> None:
    """Look at what came of the hour."""
    transcript.step("Look back")
    dashboard = document(transcript.request(api, "GET", "/v1/me/dashboard", 200))
    transcript.note(f"level {dashboard['current_level']}, a streak of {dashboard['current_streak_days']}")
    transcript.note(
        "achieved: " + ", ".join(recent_achievement["name"] for recent_achievement in dashboard["recent_achievements"])
    )
    transcript.check("something was achieved", holds=dashboard["achievements_count"] > 0)
    notifications = document(transcript.request(api, "GET", "/v1/me/notifications?unread=true&limit=3", 200))["items"]
    for notification in notifications:
        transcript.note(f"{notification['title']}: {notification['message']}")
    transcript.check("the learner was notified", holds=bool(notifications))
    ledger = document(transcript.request(api, "GET", "/v1/me/xp?limit=100", 200))["items"]
    total = sum(row["amount"] for row in ledger)
    transcript.check(f"the ledger's {len(ledger)} rows add up to {total} XP", holds=total == dashboard["total_xp"])
    for recommendation in document(transcript.request(api, "GET", "/v1/recommendations/challenges?count=3", 200))[
        "items"
    ]:
        transcript.note(f"next: {recommendation['title']}. {recommendation['why']}")


def take_todays(transcript: Transcript, api: httpx.Client) -> None:
    """Show the daily challenge."""
    transcript.step("The daily challenge")
    today = document(transcript.request(api, "GET", "/v1/daily-challenge", 200))
    transcript.note(f"{today['title']}, level {today['level']}, at {today['difficulty_modifier']} times its load")
    transcript.check(f"a pass pays {today['bonus_xp']} XP on top", holds=today["bonus_xp"] > 0)
