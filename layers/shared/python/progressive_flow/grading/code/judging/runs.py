"""What the checks of all runtimes share: a run of one check, and what it may use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from progressive_flow.grading.code.limits import FUEL_ATTEMPT
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.task import Check, CodeTask


@dataclass(slots=True)
class Subject:
    """What is judged: the files of a submission, the task, the images that run it, and the drawn values."""

    files: Mapping[str, str]
    task: CodeTask
    images: Images
    names: Mapping[str, Any]


@dataclass(slots=True)
class Report:
    """What a run reports beside whether its steps held. A learner's code may use `max_fuel` in it.

    `refused` is a sentence on the network, which is not there.
    """

    max_fuel: int = FUEL_ATTEMPT
    fuel: int = 0
    errors: Sequence[Mapping[str, Any]] = field(default_factory=list)
    console: Sequence[str] = field(default_factory=list)
    refused: str = ""


# Runs the steps of a check. It raises FailedError or ExhaustedError, and fills the report in any case.
Runner = Callable[[Check, Subject, Report], None]
