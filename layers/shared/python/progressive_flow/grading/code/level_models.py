"""A level of a code challenge as learners see it: what they write, and what they begin with."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, computed_field, model_validator

from progressive_flow.grading.code.limits import (
    FILES,
    FUEL_ATTEMPT,
    MAX_FILES_BYTES,
    MAX_VIRTUAL_MS,
    MEMORY_BYTES,
    Runtime,
)
from progressive_flow.grading.code.submissions import FileName
from progressive_flow.grading.contracts import POINTS_ONLY


class CodeLimits(BaseModel):
    """What a submission may use. One that uses up a limit fails, whatever it had earned; times are those of the code."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    files_bytes: int = Field(default=MAX_FILES_BYTES, description="All files together, in UTF-8.")
    cpu_instructions: int = Field(default=FUEL_ATTEMPT, description="Work of all checks together, in instructions.")
    wall_ms: int = Field(default=MAX_VIRTUAL_MS, description="The most that a check waits for timers at once.")
    memory_bytes: int = Field(
        default=MEMORY_BYTES, description="Memory of a page; a program in Python or SQL has more."
    )


class CodeRequirements(BaseModel):
    """What is to be written. Drawn values and the solution stay with the grader."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    runtime: Runtime = Field(description="What runs the code.")
    starter: dict[FileName, str] = Field(default={}, description="Files to begin with, by their names.")
    tables: str | None = Field(
        default=None, description="Statements that create the tables of a query; null of others."
    )
    limits: CodeLimits = Field(default=CodeLimits(), description="What a submission may use.")

    @computed_field(description="Names of the files that a submission may have.")  # type: ignore[prop-decorator] # pydantic's way
    @property
    def files(self) -> list[str]:
        """Return the names of the files that a submission may have; the runtime decides which."""
        return list(FILES[self.runtime])


class ShownCheck(BaseModel):
    """A check as learners see it before they try; of one with points only, id, weight and visibility are given."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    id: str = Field(description="Names the check within the level.")
    title: str | None = Field(default=None, description="What it asks for.")
    kind: str = Field(default="check", description="`check`, for a check of code.")
    weight: float = Field(default=1.0, description="Its share of the score, among all weights.")
    needs: list[str] = Field(default=[], description="Ids of checks that must pass before it is tried.")
    visibility: str = Field(default="visible", description="What learners see of it.")
    goal: str = Field(
        default="", description="What it asks for in words: its title, or that its points are all there is."
    )

    @model_validator(mode="after")
    def _in_words(self) -> Self:
        self.goal = self.title or POINTS_ONLY
        return self
