"""Saved designs in requests and responses."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from progressive_flow.grading.system_design.design_graph import DesignGraph

MAX_LENGTH = 65_536  # characters of a design as JSON
EXAMPLE: dict[str, Any] = {
    "design": {
        "schema": "sd-graph/1",
        "nodes": [{"id": "users", "type": "client", "position": {"x": 40, "y": 80}, "label": "Readers"}],
        "edges": [],
    }
}


class DesignToSave(BaseModel):
    """A design to keep, finished or not: it is not graded."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    design: DesignGraph = Field(description="What is drawn.")

    @model_validator(mode="after")
    def _fits(self) -> "DesignToSave":
        length = len(self.design.model_dump_json(by_alias=True, exclude_none=True))
        if length > MAX_LENGTH:
            raise PydanticCustomError(
                "too_long",
                "The design has {length} characters; at most {most} are kept: shorten its notes.",
                {"length": length, "most": MAX_LENGTH},
            )
        return self


class SavedDesign(BaseModel):
    """A design that is kept for a level."""

    challenge: str = Field(description="Reference of the challenge.")
    level: int = Field(description="The level that it is for.")
    design: DesignGraph = Field(description="What was drawn.")
    saved_at: datetime = Field(description="When it was saved last.")
