"""The grammar of achievement criteria: what may be measured, narrowed by what, and how conditions combine.

Authors' files and administrators' requests are checked by it; the database checks again and evaluates.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

FilterKey = Literal["track", "category", "difficulty", "level"]

OF_LEVELS: tuple[FilterKey, ...] = ("track", "category", "difficulty", "level")
OF_CHALLENGES: tuple[FilterKey, ...] = ("track", "category", "difficulty")
NONE: tuple[FilterKey, ...] = ()
# Each metric with the filters it knows; gamification.filters_of_metric says the same, and a test compares the two.
METRICS: dict[str, tuple[FilterKey, ...]] = {
    **dict.fromkeys(
        (
            "levels_passed",
            "perfect_scores",
            "first_try_passes",
            "hintless_passes",
            "fast_passes",
            "quick_passes",
        ),
        OF_LEVELS,
    ),
    **dict.fromkeys(("challenges_started", "challenges_completed", "swift_completions"), OF_CHALLENGES),
    **dict.fromkeys(
        (
            "best_day_levels",
            "daily_passes",
            "daily_perfects",
            "longest_streak",
            "active_days",
            "active_weeks",
            "weekend_days",
            "freezes_used",
            "comebacks",
            "user_level",
            "total_xp",
            "minutes_spent",
            "attempts_made",
            "hints_revealed",
            "categories_explored",
            "concepts_explored",
            "tracks_started",
            "tracks_completed",
            "tracks_enrolled",
            "assessments_completed",
            "best_assessment_score",
            "skills_unlocked",
            "skills_mastered",
            "sessions_completed",
        ),
        NONE,
    ),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Filter(_Strict):
    """What a metric counts: one of the four."""

    track: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(
        default=None, description="Only what belongs to this track, by reference."
    )
    category: Annotated[str, Field(min_length=1, max_length=100)] | None = Field(
        default=None, description="Only challenges of this category."
    )
    difficulty: Literal["beginner", "intermediate", "advanced"] | None = Field(
        default=None, description="Only challenges of this difficulty."
    )
    level: Annotated[int, Field(ge=1, le=5)] | None = Field(default=None, description="Only levels of this number.")

    @model_validator(mode="after")
    def _one(self) -> "Filter":
        if len(self.model_dump(exclude_none=True)) != 1:
            raise ValueError("a filter has exactly one of track, category, difficulty, level")
        return self

    @property
    def key(self) -> FilterKey:
        """Name what is filtered by."""
        found: tuple[FilterKey, ...] = tuple(key for key in OF_LEVELS if getattr(self, key) is not None)
        return found[0]


class Condition(_Strict):
    """A metric that must reach a threshold."""

    metric: str = Field(
        description="What is counted; docs/reference/gamification-formulas.md explains each.",
        json_schema_extra={"enum": [*METRICS]},  # clients offer the choice; the check below words the refusal
    )
    threshold: int = Field(ge=1, le=10**14, description="Value that it must reach.")
    filter: Filter | None = Field(default=None, description="What it counts; null for everything.")

    @model_validator(mode="after")
    def _known(self) -> "Condition":
        filters = METRICS.get(self.metric)
        if filters is None:
            raise ValueError(f"metric '{self.metric}' is not one of {', '.join(sorted(METRICS))}")
        if self.filter and self.filter.key not in filters:
            raise ValueError(f"metric '{self.metric}' cannot be narrowed by {self.filter.key}")
        return self


class AllOf(_Strict):
    """Every condition must be met."""

    all: list[Condition] = Field(min_length=1, max_length=10, description="The conditions.")


def _kind(value: object) -> str:
    """Distinguish the forms by their keys, so that errors are those of the form that was meant.

    In brackets, as other marks of errors that are no place in what was sent.
    """
    keys = value.keys() if isinstance(value, dict) else getattr(value, "model_fields_set", set[str]())
    return next((f"[{name}]" for name in ("all", "any") if name in keys), "[condition]")


def _kind_of_alternative(value: object) -> str:
    """Distinguish them within `any`, where a further `any` is not allowed."""
    return "[all]" if _kind(value) == "[all]" else "[condition]"


_Alternative = Annotated[Condition, Tag("[condition]")] | Annotated[AllOf, Tag("[all]")]


class AnyOf(_Strict):
    """One alternative is enough."""

    any: list[Annotated[_Alternative, Discriminator(_kind_of_alternative)]] = Field(
        min_length=1, max_length=10, description="The alternatives."
    )


Criteria = Annotated[
    Annotated[Condition, Tag("[condition]")] | Annotated[AllOf, Tag("[all]")] | Annotated[AnyOf, Tag("[any]")],
    Discriminator(_kind),
]


def conditions(criteria: Condition | AllOf | AnyOf) -> list[Condition]:
    """List every condition, whatever combines them."""
    match criteria:
        case Condition():
            return [criteria]
        case AllOf():
            return criteria.all
        case AnyOf():
            return [condition for alternative in criteria.any for condition in conditions(alternative)]


def unknown_names(criteria: Condition | AllOf | AnyOf, tracks: set[str], categories: set[str]) -> list[str]:
    """Say which filters name a track or a category that does not exist."""
    found: list[str] = []
    for filter_ in (condition.filter for condition in conditions(criteria) if condition.filter):
        if filter_.track is not None and filter_.track not in tracks:
            found.append(f"no track is called '{filter_.track}'")
        if filter_.category is not None and filter_.category not in categories:
            found.append(f"no challenge is of category '{filter_.category}'")
    return found
