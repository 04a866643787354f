"""The demo's second part: what a learner comes back for."""

from progressive_flow_client import AuthenticatedClient
from progressive_flow_client.api.discovery import recommend_challenges
from progressive_flow_client.api.gamification import list_transactions, show_daily_challenge, show_dashboard
from progressive_flow_client.api.progress import reveal_hint, show_hints
from progressive_flow_client.api.social import list_notifications
from progressive_flow_client.models import (
    DailyChallenge,
    Dashboard,
    Hints,
    NewHint,
    NotificationPage,
    Recommendations,
    RevealedHint,
    XpTransactionPage,
)

from progressive_flow_local.cli.transcript import Transcript


def buy_a_hint(transcript: Transcript, api: AuthenticatedClient, challenge: str) -> None:
    """Look at the price of a hint, then buy it, twice."""
    transcript.step("Ask for a hint")
    hints = transcript.ask(Hints, 200, show_hints.sync_detailed, challenge, 1, client=api)
    price = hints.items[0].xp_penalty
    transcript.note(f"the first costs {price} of {hints.xp_reward} XP")
    first, again = (
        transcript.ask(RevealedHint, 201, reveal_hint.sync_detailed, challenge, 1, client=api, body=NewHint(1))
        for _ in range(2)
    )
    transcript.note(first.hint)
    transcript.check("asking again shows it again, and charges nothing", holds=again.newly_revealed is False)
    left = transcript.ask(Hints, 200, show_hints.sync_detailed, challenge, 1, client=api).xp_after_penalties
    transcript.check(f"passing now pays {left} XP", holds=left == hints.xp_reward - price)


def look_back(transcript: Transcript, api: AuthenticatedClient) -> None:
    """Look at what came of the hour."""
    transcript.step("Look back")
    dashboard = transcript.ask(Dashboard, 200, show_dashboard.sync_detailed, client=api)
    transcript.note(f"level {dashboard.current_level}, a streak of {dashboard.current_streak_days}")
    transcript.note("achieved: " + ", ".join(recent.name for recent in dashboard.recent_achievements))
    transcript.check("something was achieved", holds=dashboard.achievements_count > 0)
    unread = transcript.ask(
        NotificationPage, 200, list_notifications.sync_detailed, client=api, unread=True, limit=3
    ).items
    for notification in unread:
        transcript.note(f"{notification.title}: {notification.message}")
    transcript.check("the learner was notified", holds=bool(unread))
    ledger = transcript.ask(XpTransactionPage, 200, list_transactions.sync_detailed, client=api, limit=100).items
    total = sum(row.amount for row in ledger)
    transcript.check(f"the ledger's {len(ledger)} rows add up to {total} XP", holds=total == dashboard.total_xp)
    found = transcript.ask(Recommendations, 200, recommend_challenges.sync_detailed, client=api, count=3)
    for recommendation in found.items:
        transcript.note(f"next: {recommendation.title}. {recommendation.why}")


def take_todays(transcript: Transcript, api: AuthenticatedClient) -> None:
    """Show the daily challenge."""
    transcript.step("The daily challenge")
    today = transcript.ask(DailyChallenge, 200, show_daily_challenge.sync_detailed, client=api)
    transcript.note(f"{today.title}, level {today.level}, at {today.difficulty_modifier} times its load")
    transcript.check(f"a pass pays {today.bonus_xp} XP on top", holds=today.bonus_xp > 0)
