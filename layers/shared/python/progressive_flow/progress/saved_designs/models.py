"""Saved designs in requests and responses."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.grading.system_design.design_graph import DesignGraph

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


class SavedDesign(BaseModel):
    """A design that is kept for a level."""

    challenge: str = Field(description="Reference of the challenge.")
    level: int = Field(description="The level that it is for.")
    design: DesignGraph = Field(description="What was drawn.")
    saved_at: datetime = Field(description="When it was saved last.")
