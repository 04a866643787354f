"""The platform's health and versions."""

from typing import Literal

from pydantic import BaseModel, Field


class Health(BaseModel):
    """The platform can serve; it answers 503 when the database does not."""

    status: Literal["ok"] = Field(description="Always `ok`: a platform that cannot serve answers 503.")
    version: str = Field(description="Of the code.")
    tasks: Literal["on_time", "late"] = Field(
        description="Whether what is done after a request, such as the judging of code, is done: `late` if some of it has waited"
        " for three minutes. Requests are served all the same."
    )
    schema_version: str = Field(description="Of the database.")
