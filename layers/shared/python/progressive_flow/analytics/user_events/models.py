"""What a client reports."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError, to_json

from progressive_flow.curriculum.items.models import ItemKind
from progressive_flow.kernel.http.parameters import Reference

Kind = Literal[
    "page_view",
    "item_opened",
    "item_left",
    "video_position",
    "quiz_focus_lost",
    "search",
    "search_result_opened",
    "recommendation_shown",
    "recommendation_clicked",
    "recommendation_dismissed",
    "recommendation_saved",
    "help_opened",
]
TIMED: tuple[Kind, ...] = ("item_left", "video_position")
WITHOUT_ITEM: tuple[Kind, ...] = ("page_view", "quiz_focus_lost", "search", "help_opened")  # what may come without one
MAX_DETAIL = 1024  # bytes of JSON

Word = Annotated[str, StringConstraints(max_length=200)]


class ReportedItem(BaseModel):
    """The track, challenge or page that an event is about."""

    model_config = ConfigDict(extra="forbid")

    kind: ItemKind
    slug: Reference


class ReportedEvent(BaseModel):
    """Something that a learner did, which the server could not see."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = Field(description="What happened.")
    item: ReportedItem | None = Field(
        default=None,
        description=f"What it is about; of the kinds, only {', '.join(WITHOUT_ITEM)} may come without one.",
    )
    seconds: int | None = Field(
        default=None,
        ge=0,
        le=1800,
        description="How long an item was shown, or where in a video the learner is; these two kinds need it.",
    )
    detail: dict[Word, Word] = Field(
        default_factory=dict,
        max_length=20,
        description="What else the client knows of it, in texts; at most 1 kB of JSON.",
    )
    at: AwareDatetime = Field(description="When it happened, by the client's clock.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Refuse an event that says too little to be used, or too much to be kept."""
        if self.item is None and self.kind not in WITHOUT_ITEM:
            raise PydanticCustomError("item_missing", "Name the item of an event of kind {kind}.", {"kind": self.kind})
        if self.seconds is None and self.kind in TIMED:
            raise PydanticCustomError("seconds_missing", "Give the seconds of {kind}.", {"kind": self.kind})
        if len(to_json(self.detail)) > MAX_DETAIL:
            raise PydanticCustomError("detail_too_long", "The detail of an event takes 1 kB at most.")
        return self


class ReportedEvents(BaseModel):
    """What happened in a client since it last reported."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "session_id": "01890a5d-ac96-774b-bcce-b302099a8057",
                    "events": [
                        {
                            "kind": "item_left",
                            "item": {"kind": "challenge", "slug": "url-shortener"},
                            "seconds": 240,
                            "at": "2026-03-01T09:30:00Z",
                        },
                        {"kind": "search", "detail": {"words": "cache"}, "at": "2026-03-01T09:31:00Z"},
                    ],
                }
            ]
        },
    )

    session_id: UUID = Field(
        description="What the client drew when it started, so that events of one visit are together."
    )
    events: list[ReportedEvent] = Field(min_length=1, max_length=50, description="What happened, in its order.")


class KeptEvents(BaseModel):
    """What became of a report."""

    kept: int = Field(
        description="How many events are stored: none if the learner's preferences say no, none about an item that is not "
        "there for the learner, and 2,000 of a day."
    )
