"""The kinds of challenge: their submissions, discriminated by `kind` in the API, and their graders."""

from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Discriminator, RootModel, Tag

from progressive_flow.grading.code.grader import CodeGrader
from progressive_flow.grading.code.submissions import EXAMPLE as CODE_EXAMPLE
from progressive_flow.grading.code.submissions import CodeSubmission
from progressive_flow.grading.contracts import Grader
from progressive_flow.grading.system_design.grader import EXAMPLE as DESIGN_EXAMPLE
from progressive_flow.grading.system_design.grader import SystemDesignGrader, SystemDesignSubmission


def _tag(value: Any) -> str | None:
    """Return the tag of a submission's kind; brackets mark what is no place in a request (`kernel.http.binding`)."""
    if isinstance(value, dict):
        kind = value.get("kind")
        return f"[{kind}]" if isinstance(kind, str) else None
    return f"[{getattr(value, 'kind', 'system_design')}]"  # a model's refusal of what is no object says it best


AnySubmission = Annotated[
    Annotated[SystemDesignSubmission, Tag("[system_design]")] | Annotated[CodeSubmission, Tag("[code]")],
    Discriminator(
        _tag,
        custom_error_type="unknown_kind",
        custom_error_message="Write `system_design` or `code`, as the challenge says.",
    ),
]


class Submission(RootModel[AnySubmission]):
    """What is submitted to a level: a design or code, by the kind of its challenge."""

    model_config = ConfigDict(json_schema_extra={"examples": [DESIGN_EXAMPLE, CODE_EXAMPLE]})

    not_compared: ClassVar[frozenset[str]] = SystemDesignSubmission.not_compared

    @property
    def kind(self) -> str:
        """Return what kind of challenge takes it."""
        return self.root.kind


_GRADERS: tuple[Grader[Any], ...] = (SystemDesignGrader(), CodeGrader())
GRADERS: dict[str, Grader[Any]] = {grader.kind: grader for grader in _GRADERS}
