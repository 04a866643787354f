"""A code task as its author writes it: one model a runtime, and the rules between its parts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from progressive_flow.grading.code.draws.references import names_in
from progressive_flow.grading.code.language.drawn import Drawn
from progressive_flow.grading.code.language.fields import Json, Milliseconds, Strict, Text, listed
from progressive_flow.grading.code.language.looks import Name
from progressive_flow.grading.code.language.steps import PageSteps, ProgramSteps, QuerySteps
from progressive_flow.grading.code.limits import (
    FILES,
    MAX_FILES_BYTES,
    MAX_GATE_BYTES,
    MAX_TASK_BYTES,
    Runtime,
)
from progressive_flow.kernel.json_size import json_bytes

Key = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")]
Visibility = Literal["visible", "points", "hidden"]
Source = Annotated[str, Field(max_length=MAX_FILES_BYTES)]
Files = dict[str, Source]
Specifications = dict[Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")], Drawn]
REQUEST = r"^(GET|POST|PUT|PATCH|DELETE) [^\s]+$"
Request = Annotated[str, Field(pattern=REQUEST, max_length=300)]
NOT_JUDGED = {"other_solutions", "equivalent"}  # what the gate alone looks at
# Names that steps may refer to beside those that are drawn.
OWN_NAMES = frozenset({"seed", "index", "nth"})


class Reply(Strict):
    """What a request of the page is answered."""

    status: Annotated[int, Field(ge=100, le=599)] | Text = 200
    status_text: Text = Field(default="", alias="status text")
    json_: Json = Field(default=None, alias="json")
    text: Text = ""
    headers: dict[str, Text] = Field(default={})
    after: Milliseconds = 20
    times: Annotated[int, Field(ge=1, le=1_000)] | None = None
    offline: bool = False


Stub = Annotated[dict[Request, Reply | Literal["offline"]], Field(min_length=1, max_length=1)]


class Schedule(Strict):
    """The answers of these requests exchange their delays in a drawn order."""

    of: list[Request] = Field(min_length=2, max_length=8)
    order: Literal["drawn"] = "drawn"


class CheckFields(Strict):
    """What checks of all runtimes say of themselves."""

    id: Key
    title: Text
    weight: float = Field(default=1, gt=0, le=100)
    needs: list[Key] = Field(default=[], max_length=8)
    visibility: Visibility = "visible"
    hint: Text = ""

    @model_validator(mode="after")
    def _says_something(self) -> "CheckFields":
        if self.visibility != "visible" and not self.hint:
            raise ValueError("hint: a check that learners do not see in full needs it: say what to look at")
        return self


class PageCheck(CheckFields):
    """Steps on a fresh page."""

    steps: PageSteps
    network: list[Stub] = Field(default=[], max_length=20)
    schedule: Schedule | None = None
    storage: dict[str, Text] = Field(default={})
    width: int = Field(default=1024, ge=200, le=4_000)


class ProgramCheck(CheckFields):
    """Steps on a fresh program."""

    steps: ProgramSteps


class QueryCheck(CheckFields):
    """Steps on a fresh database, with the rows of the task unless it has others."""

    steps: QuerySteps
    rows: dict[Name, Drawn] | None = None


class TaskFields(Strict):
    """What tasks of all runtimes have."""

    given: Specifications = Field(default={})
    starter: Files = Field(default={})
    solution: Files
    other_solutions: list[Files] = Field(default=[], max_length=5)
    equivalent: list["Equivalent"] = Field(default=[], max_length=40)
    min_score: float = Field(gt=0, le=100)
    must_pass: list[Key] = Field(default=[])


class Equivalent(Strict):
    """A mutant of the solution, as the gate prints it, that no check finds, and why that is right."""

    mutant: Text
    why: Text


class PageTask(TaskFields):
    """A task whose files make a page."""

    runtime: Literal["web", "javascript", "typescript"]
    checks: list[PageCheck] = Field(min_length=1, max_length=40)


class ProgramTask(TaskFields):
    """A task whose file is a program in Python."""

    runtime: Literal["python"]
    checks: list[ProgramCheck] = Field(min_length=1, max_length=40)


class Database(Strict):
    """The tables that a query finds, and their rows: lists of records, drawn for each attempt."""

    tables: Annotated[str, Field(min_length=1, max_length=20_000)]
    rows: dict[Name, Drawn] = Field(default={})


class QueryTask(TaskFields):
    """A task whose file is a query in SQL, as SQLite understands it."""

    runtime: Literal["sql"]
    database: Database
    checks: list[QueryCheck] = Field(min_length=1, max_length=40)


def _kind(value: Any) -> str | None:
    """Return the tag of a task's model, in brackets since it is no place in a document."""
    runtime = value.get("runtime") if isinstance(value, Mapping) else getattr(value, "runtime", None)
    return {"python": "[program]", "sql": "[query]"}.get(runtime, "[page]") if isinstance(runtime, str) else None


Task = Annotated[
    Annotated[PageTask, Tag("[page]")]
    | Annotated[ProgramTask, Tag("[program]")]
    | Annotated[QueryTask, Tag("[query]")],
    Discriminator(
        _kind, custom_error_type="runtime", custom_error_message="runtime: is missing: write which runtime the task has"
    ),
]


def mistakes(task: PageTask | ProgramTask | QueryTask) -> list[str]:
    """Return what the parts of a task say wrongly of each other, as `field: what is wrong`."""
    return [*_files(task), *_names(task), *_references(task), *_sizes(task)]


def _files(task: TaskFields) -> Iterator[str]:
    runtime: Runtime = task.runtime  # type: ignore[attr-defined]
    for field in ("starter", "solution"):
        yield from _file_names(field, getattr(task, field), runtime)
    for at, files in enumerate(task.other_solutions):
        yield from _file_names(f"other_solutions.{at}", files, runtime)


def _sizes(task: TaskFields) -> Iterator[str]:
    """A task travels to the judge with a submission, and to the gate with everything that its author wrote."""
    written = task.model_dump(by_alias=True, exclude_unset=True)
    judged = json_bytes({name: value for name, value in written.items() if name not in NOT_JUDGED})
    whole = json_bytes(written)
    if judged > MAX_TASK_BYTES:
        yield f"checks: the task has {judged:,} bytes as JSON, and may have {MAX_TASK_BYTES:,}: write shorter files or rows"
    elif whole > MAX_GATE_BYTES:
        yield f"other_solutions: with these the task has {whole:,} bytes as JSON, and may have {MAX_GATE_BYTES:,}: leave one out"


def _file_names(field: str, files: Mapping[str, str], runtime: Runtime) -> Iterator[str]:
    for name in sorted(set(files) - set(FILES[runtime])):
        yield f"{field}: a task of runtime {runtime} has no file {name}: its files are {listed(FILES[runtime])}"


def _names(task: PageTask | ProgramTask | QueryTask) -> Iterator[str]:
    ids = [check.id for check in task.checks]
    for at, check in enumerate(task.checks):
        if check.id in ids[:at]:
            yield f"checks.{at}.id: '{check.id}' is used twice: rename one of the two checks"
        for need in check.needs:
            if need not in ids[:at]:
                yield f"checks.{at}.needs: no check before it is called '{need}'"
    for at, name in enumerate(task.must_pass):
        if name not in ids:
            yield f"must_pass.{at}: no check is called '{name}'"


def _references(task: PageTask | ProgramTask | QueryTask) -> Iterator[str]:
    for at, check in enumerate(task.checks):
        document = check.model_dump(by_alias=True, exclude_unset=True)
        known = {*task.given, *OWN_NAMES, *_loop_names(document)}
        for text in _texts(document):
            for name in sorted(names_in(text) - known):
                yield f"checks.{at}: ${name} is not given: draw it under given, or write ${{...}} another way"


def _loop_names(value: Any) -> Iterator[str]:
    """Yield the names that `each` gives to values, wherever a check has one."""
    if isinstance(value, Mapping):
        if "each" in value and "as" in value:
            yield str(value["as"])
        for inner in value.values():
            yield from _loop_names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _loop_names(inner)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        parts: Iterable[Any] = [*value, *value.values()]
        for inner in parts:
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
