"""Moderation cases, as those see them whom they concern, and as those who decide."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from progressive_flow.kernel.http.changes import Changes
from progressive_flow.kernel.http.parameters import Reason

CaseId = Annotated[UUID, Field(description="Id of a moderation case.")]
CaseState = Literal["open", "decided", "appealed"]
CaseStateFilter = Annotated[CaseState, Field(description="Only cases in this state.")]
SubjectKind = Literal["upload"]
ReportReason = Literal["copyright", "harmful", "incorrect", "offensive", "personal_data", "spam", "other"]
Decision = Literal["none", "warn", "delete"]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
STATE = "Whether it waits for a decision, was decided, or waits for another one after an appeal."
DECISION = "The last decision: nothing, a warning to the author, or a deletion; null while there is none."
EXAMPLE_ID = "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"
REPORT: dict[str, Any] = {
    "subject": {"kind": "upload", "id": EXAMPLE_ID},
    "reason": "incorrect",
    "note": "The curve rises where it should fall.",
}


class Subject(BaseModel):
    """What a case is about."""

    model_config = ConfigDict(extra="forbid")

    kind: SubjectKind = Field(description="What kind of content it is.")
    id: UUID = Field(description="Id of the content: of an upload, as a page shows it among its images.")


class NewReport(BaseModel):
    """What somebody reports, and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [REPORT]})

    subject: Subject = Field(description="What is reported.")
    reason: ReportReason = Field(description="What is wrong with it.")
    note: Note | None = Field(
        default=None, description="What else the moderators should know; they read it without your name."
    )


class OwnReport(BaseModel):
    """What the caller reported."""

    reason: ReportReason = Field(description="What is wrong with it.")
    note: str | None = Field(description="What else was said; null without a note, and once the case was emptied.")
    created_at: datetime = Field(description="When it was reported.")


class OwnCase(BaseModel):
    """A case that concerns the caller: they reported it, or it is about their work."""

    id: CaseId
    subject: Subject = Field(description="What it is about.")
    is_author: bool = Field(description="Whether it is about the caller's own work.")
    report: OwnReport | None = Field(description="What the caller reported; null for the author.")
    state: CaseState = Field(description=STATE)
    decision: Decision | None = Field(description=DECISION)
    reason: str | None = Field(description="Why it was decided so, for the author alone; null for others and before.")
    decided_at: datetime | None = Field(description="When it was decided last; null while it was not.")
    appeal_until: datetime | None = Field(
        description="Until when the author can appeal; null for others, and where there is nothing to appeal against."
    )
    appeal: str | None = Field(description="What the author said against the decision; null for others and before.")
    appealed_at: datetime | None = Field(description="When the author appealed; null for others and before.")
    created_at: datetime = Field(description="When the caller reported it; for the author, when it was opened.")


class Shown(BaseModel):
    """Content that shows what a case is about."""

    kind: Literal["page"] = Field(description="What it is.")
    slug: str = Field(description="Its reference.")
    title: str = Field(description="Its title.")


class ReportedContent(BaseModel):
    """What was reported, as it was when the case was opened."""

    file_name: str = Field(description="Name of the file.")
    media_type: str = Field(description="What the file is.")
    bytes: int = Field(description="Size of the file as it is delivered, in bytes.")
    shown_in: list[Shown] = Field(description="What showed it; at most 20.")


class CaseSummary(BaseModel):
    """A case, as moderators list it."""

    id: CaseId
    subject: Subject = Field(description="What it is about.")
    author: str | None = Field(
        description="Username of whose work it is; null for nobody's, and once they were erased."
    )
    snapshot: ReportedContent | None = Field(
        description="What it was when the case was opened; null 90 days after the decision, and once its author was erased."
    )
    reports: int = Field(description="How many people reported it. Nobody is shown who they are.")
    reasons: dict[ReportReason, int] = Field(
        description="How many gave which reason; those are left out who were erased."
    )
    state: CaseState = Field(description=STATE)
    is_held: bool = Field(description="Whether it is kept from being delivered by this case.")
    decision: Decision | None = Field(description=DECISION)
    decided_by: str | None = Field(
        description="Username of who decided last; null while nobody did, and once they were erased."
    )
    decided_at: datetime | None = Field(description="When it was decided last; null while it was not.")
    appealed_at: datetime | None = Field(description="When the author appealed; null without an appeal.")
    created_at: datetime = Field(description="When it was reported first.")


class Case(CaseSummary):
    """A case with what was said."""

    notes: list[str] = Field(description="What those who reported wrote, in no order of theirs; at most 20.")
    reason: str | None = Field(description="Why it was decided so; null while it was not.")
    appeal: str | None = Field(description="What the author said against the decision; null without an appeal.")


class CaseFile(BaseModel):
    """The file that a case is about."""

    id: UUID = Field(description="Id of the upload.")
    file_name: str = Field(description="Name of the file.")
    media_type: str = Field(description="What the file is.")
    url: str = Field(description="Where the file can be read, by whoever has this address, for 15 minutes.")


class CaseDecision(Changes):
    """What a moderator decides."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"decision": "none", "reason": "The curve is right: time runs to the left."}]},
    )

    decision: Decision = Field(
        description="`none` and `warn` leave it as it is, `delete` stops its delivery at once and deletes it when nobody"
        " can appeal any more."
    )
    reason: Reason = Field(description="Why, for the author.")


class NewAppeal(BaseModel):
    """What an author says against a decision."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "The photograph is my own: I can show the original."}]}
    )

    note: Words = Field(description="Why the decision should be another one, for the moderator who decides on it.")
