"""A small bank and catalogue for tests of choosing and grading questions."""

from uuid import UUID

from progressive_flow.assessment.placement.grading import CatalogueChallenge
from progressive_flow.assessment.placement.models import BankQuestion, SkillLevel
from progressive_flow.assessment.placement.picking import OTHER, Candidate

DIFFICULTIES: tuple[SkillLevel, ...] = ("beginner", "intermediate", "advanced")
TRACKS = ("basics", "ideas", "systems")


def candidate(number: int, *, topic_priority: int = OTHER, difficulty: str | None = None) -> Candidate:
    """Make the candidate of a number: three questions a topic, nine a track."""
    return Candidate(
        id=UUID(int=number),
        topic=f"topic-{number // 3}",
        track=TRACKS[number // 9 % 3],
        category=f"category-{number % 5}",
        chapter=1 + number % 12,
        difficulty=difficulty or DIFFICULTIES[number % 3],
        topic_priority=topic_priority,
    )


def question(number: int, difficulty: SkillLevel = "beginner", **changes: object) -> BankQuestion:
    """Make a question whose right answer is option 1."""
    fields = {
        "id": UUID(int=number),
        "topic": f"topic-{number}",
        "chapter": 1 + number % 12,
        "difficulty": difficulty,
        "prompt": "?",
        "options": ["a", "b", "c", "d"],
        "track": "basics",
        "category": "caching",
        "correct_option": 1,
        "explanation": "Because.",
        **changes,
    }
    return BankQuestion.model_validate(fields)


def challenge(slug: str, track: str = "basics", **changes: object) -> CatalogueChallenge:
    """Make a challenge of the catalogue."""
    needs = {"basics": [], "ideas": ["basics"], "systems": ["ideas"]}[track]
    fields = {"title": slug.title(), "completed": False, "unlocked": False, **changes}
    return CatalogueChallenge(
        slug=slug,
        track=track,
        track_title=track.title(),
        track_needs=needs,
        **fields,  # type: ignore[arg-type]  # made of keywords
    )
