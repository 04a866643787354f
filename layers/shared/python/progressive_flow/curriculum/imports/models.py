"""Imports, as who loads content sees them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

ImportId = Annotated[UUID, Field(description="Id of the import.")]
MAX_CHANGES, MAX_PROBLEMS, MAX_NAMES, MAX_FIELDS = 500, 50, 100, 20


class ImportToPlan(BaseModel):
    """Which zip is to be imported."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"upload_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"}]}
    )

    upload_id: UUID = Field(description="Id of an upload of the organization: a zip, for the purpose `import`, clean.")


class ImportToApply(BaseModel):
    """How a planned import is applied."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"overwrite": False}]})

    overwrite: bool = Field(default=False, description="Whether it replaces drafts that were edited elsewhere since.")


class ImportChange(BaseModel):
    """One draft that the import makes or changes."""

    kind: str = Field(description="What the item is: `challenge`, `page` or `track`.")
    slug: str = Field(description="Slug of the item.")
    what: Literal["added", "changed"] = Field(description="Whether the draft is new.")
    fields: list[str] = Field(description=f"Which members of the document change, at most {MAX_FIELDS}.")
    conflict: bool = Field(
        description="Whether the draft was edited elsewhere: since the export that the zip says it comes from, or since the"
        " last import."
    )


class ImportProblem(BaseModel):
    """What has to be corrected in a file."""

    file: str = Field(description="Name of the file in the zip; empty for all of it.")
    place: str = Field(description="Where in the file, as names and numbers with dots; empty for all of it.")
    message: str = Field(description="What is wrong there.")


class Plan(BaseModel):
    """What an import changes of the organization's drafts. What is published stays until somebody publishes the drafts."""

    added: int = Field(description="How many drafts are new.")
    changed: int = Field(description="How many drafts become other ones.")
    unchanged: int = Field(description="How many drafts say what the zip says.")
    conflicts: int = Field(description="How many of those that change were edited elsewhere since.")
    changes: list[ImportChange] = Field(description=f"What is added and changed, at most {MAX_CHANGES}.")
    absent: list[str] = Field(
        description=f"Items that the zip lacks, as `kind/slug`, at most {MAX_NAMES}: nothing becomes of them."
    )
    ignored: list[str] = Field(description=f"Files that say nothing of an item, at most {MAX_NAMES}.")
    problems: list[ImportProblem] = Field(
        description=f"What has to be corrected before anything is changed: the first {MAX_PROBLEMS}."
    )


class ImportFailure(BaseModel):
    """Why an import failed."""

    kind: str = Field(
        description="Kind of problem: `invalid`, `outdated`, `upload-gone`, `forbidden` or `not-completed`."
    )
    detail: str = Field(description="What happened, for people.")


class ImportSummary(BaseModel):
    """An import without its plan."""

    id: ImportId
    upload_id: UUID | None = Field(description="Id of the zip's upload; null once it was deleted.")
    file_name: str = Field(description="Name of the zip.")
    state: Literal["planning", "planned", "applying", "applied", "failed"] = Field(
        description="Whether it is being planned, waits to be applied, is being applied, has changed the drafts, or failed"
        " and changed nothing."
    )
    progress: float = Field(ge=0, le=1, description="The share of the work that is done.")
    is_overwriting: bool = Field(description="Whether it replaces what was edited elsewhere since.")
    problem: ImportFailure | None = Field(description="Why it failed; null unless it did.")
    requested_by: str | None = Field(description="Username of who asked for it; null once they were erased.")
    requested_at: datetime = Field(description="When it was asked for.")
    changed_at: datetime = Field(description="When its state changed last.")


class Import(ImportSummary):
    """An import, what it changes, and what became of it."""

    plan: Plan | None = Field(description="What it changes; null until it was planned.")
