"""What learners submit to a code task: texts by the names of its files."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from progressive_flow.grading.code.limits import MAX_FILES_BYTES
from progressive_flow.kernel.json_size import json_bytes

FileName = Literal["index.html", "style.css", "script.js", "script.ts", "main.py", "query.sql"]
FileText = Annotated[str, Field(max_length=MAX_FILES_BYTES, description="Text of the file.")]

EXAMPLE: dict[str, Any] = {
    "kind": "code",
    "files": {"main.py": "def total(prices):\n    return sum(prices)\n"},
}


class CodeSubmission(BaseModel):
    """Code to be judged. Which files a task has, its level says; one that is left out is empty."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    kind: Literal["code"] = Field(description="What is submitted.")
    files: dict[FileName, FileText] = Field(
        min_length=1,
        description=f"Texts by the names of the files; {MAX_FILES_BYTES // 1000} kB together, as JSON in UTF-8.",
    )

    @model_validator(mode="after")
    def _not_too_long(self) -> "CodeSubmission":
        size = json_bytes(self.files)
        if size > MAX_FILES_BYTES:
            raise ValueError(f"files have {size:,} bytes together as JSON, {MAX_FILES_BYTES:,} are the most")
        return self
