"""What the models of levels are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.grading.system_design.design_graph import NodeType

KEY_PATTERN = r"^[a-z0-9_-]{1,40}$"
Key = Annotated[str, Field(pattern=KEY_PATTERN)]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Items = Annotated[int, Field(ge=1, le=10**13)]
Bytes = Annotated[int, Field(ge=1, le=10**12)]
Payload = Annotated[int, Field(ge=0, le=10**10)]
Skew = Annotated[float, Field(ge=0, le=3)]
Load = Annotated[float, Field(gt=0, le=1000)]
Types = Annotated[list[NodeType], Field(min_length=1)]


class Strict(BaseModel):
    """A field that is not known is an error, a text where a number belongs is one too."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, json_schema_serialization_defaults_required=True
    )
