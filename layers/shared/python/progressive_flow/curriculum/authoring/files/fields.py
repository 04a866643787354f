"""What the models of the content files are made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.grading.system_design.design import NodeType

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")]
Text = Annotated[str, Field(min_length=1)]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Items = Annotated[int, Field(ge=1, le=10**13)]
Bytes = Annotated[int, Field(ge=1, le=10**12)]
Payload = Annotated[int, Field(ge=0, le=10**10)]
Skew = Annotated[float, Field(ge=0, le=3)]
Load = Annotated[float, Field(gt=0, le=1000)]
LevelNumber = Annotated[int, Field(ge=1, le=5)]
Types = Annotated[list[NodeType], Field(min_length=1)]
Band = Annotated[list[float], Field(min_length=2, max_length=2)]
Difficulty = Literal["beginner", "intermediate", "advanced"]


class Strict(BaseModel):
    """A field that is not known is an error, a text where a number belongs is one too."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
