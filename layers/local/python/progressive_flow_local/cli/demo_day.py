"""The demo's second part: what a learner comes back for."""

import httpx

from progressive_flow_local.cli.transcript import Transcript, document


def buy_a_hint(told: Transcript, api: httpx.Client, challenge: str) -> None:
    """Look at the price of a hint, then buy it, twice."""
    told.step("Ask for a hint")
    path = f"/v1/challenges/{challenge}/levels/1/hints"
    hints = document(told.request(api, "GET", path, 200))
    price = hints["items"][0]["xp_penalty"]
    told.note(f"the first costs {price} of {hints['xp_reward']} XP")
    first = document(told.request(api, "POST", path, 201, json={"hint_number": 1}))
    told.note(first["hint"])
    again = document(told.request(api, "POST", path, 201, json={"hint_number": 1}))
    told.check("asking again shows it again, and charges nothing", holds=again["newly_revealed"] is False)
    left = document(told.request(api, "GET", path, 200))["xp_after_penalties"]
    told.check(f"passing now pays {left} XP", holds=left == hints["xp_reward"] - price)


def look_back(told: Transcript, api: httpx.Client) -> None:
    """Look at what came of the hour."""
    told.step("Look back")
    board = document(told.request(api, "GET", "/v1/me/dashboard", 200))
    told.note(f"level {board['current_level']}, a streak of {board['current_streak_days']}")
    told.note("achieved: " + ", ".join(each["name"] for each in board["recent_achievements"]))
    told.check("something was achieved", holds=board["achievements_count"] > 0)
    notices = document(told.request(api, "GET", "/v1/me/notifications?unread=true&limit=3", 200))["items"]
    for notice in notices:
        told.note(f"{notice['title']}: {notice['message']}")
    told.check("the learner was told", holds=bool(notices))
    ledger = document(told.request(api, "GET", "/v1/me/xp?limit=100", 200))["items"]
    total = sum(row["amount"] for row in ledger)
    told.check(f"the ledger's {len(ledger)} rows add up to {total} XP", holds=total == board["total_xp"])
    for each in document(told.request(api, "GET", "/v1/recommendations/challenges?count=3", 200))["items"]:
        told.note(f"next: {each['title']}. {each['why']}")


def take_todays(told: Transcript, api: httpx.Client) -> None:
    """Look at the day's challenge."""
    told.step("The day's challenge")
    today = document(told.request(api, "GET", "/v1/daily-challenge", 200))
    told.note(f"{today['title']}, level {today['level']}, at {today['difficulty_modifier']} times its load")
    told.check(f"a pass pays {today['bonus_xp']} XP on top", holds=today["bonus_xp"] > 0)
