"""The order in which people read the document: a learner's first steps first, what administrators do last."""

from collections.abc import Sequence
from typing import Any

from progressive_flow.kernel.declarations.models import Route

ADMINISTRATION = "administration"
TAGS = {
    "identity": "Who you are: your account, its export and its erasure. Start here: `GET /v1/me` makes your account's rows.",
    "curriculum": "What there is to learn: tracks, challenges, their levels, and the components that designs consist of.",
    "progress": "Your work: trials, attempts, hints, learning sessions, and the tracks that you follow.",
    "discovery": "What to do next.",
    "gamification": "What work earns: XP, achievements, skills, streaks, leaderboards and the daily challenge.",
    "assessment": "Placement: questions whose result recommends where to begin.",
    "social": "What happened: notifications and activity; and what was reported, with what people decided of it.",
    "analytics": "What your client saw you do: events for figures, kept unless your preferences say no.",
    "content": "Files that an organization's authors upload, and their inspection.",
    "platform": "The service itself: its health, its document, and tasks that take longer than a request.",
    ADMINISTRATION: "What administrators do; each operation needs the permission that its 403 names.",
}


def of(route: Route) -> str:
    """Return the tag of a route: its domain's, or that of administration."""
    return ADMINISTRATION if route.path.startswith("/v1/admin/") else route.domain


def described() -> list[dict[str, Any]]:
    """Return the document's tags, in their order."""
    return [{"name": name, "description": description} for name, description in TAGS.items()]


def ordered(routes: Sequence[Route]) -> list[str]:
    """Return the paths in the order of their tags; those of a tag by their names, so that what belongs together is together."""
    places = list(TAGS)
    keys = {
        route.path: min(places.index(of(other)) for other in routes if other.path == route.path) for route in routes
    }
    return sorted(keys, key=lambda path: (keys[path], path))
