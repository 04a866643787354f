"""The result of loading the reference data again."""

from typing import Literal

from pydantic import BaseModel, Field


class ReferenceDataLoad(BaseModel):
    """A load of the release's tracks and challenges."""

    status: Literal["loaded", "unchanged"] = Field(description="Whether any row was written.")
    changed: dict[str, int] = Field(
        description="How many rows of each kind were written; kinds without any are left out."
    )
