"""Binds a request to a function's parameters, and its result to JSON, by pydantic and the function's own types.

Hand-written, since Powertools' validating resolver takes several times its CPU in each request (docs/decisions/0003).

A parameter named in the route's path comes from there; a model is the body, whose JSON types are taken as they are (`0` is no
boolean); the rest is the query string. Validators are built when the function is declared, so at a cold start's import and
never at the first request.
"""

import inspect
from collections.abc import Callable, Collection, Mapping
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,  # pydantic wants these below Python 3.12
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import from_json
from typing_extensions import TypedDict

from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import text_forms
from progressive_flow.kernel.http.problems import Problem, pointer
from progressive_flow.kernel.http.responses import Accepted, Polled

MAX_ERRORS = 20
# What pydantic reports of a text that is no JSON at all.
NO_JSON = {"json_invalid", "json_type"}


class Binding:
    """How one endpoint reads its requests and writes its answers."""

    def __init__(self, function: Callable[..., Any], route: Route, given: tuple[type, ...]) -> None:
        hints = get_type_hints(function, include_extras=True)
        self.answer_type, self.accepted_type, self.is_polled = _answers(hints.pop("return", None))
        if (self.accepted_type is not None) is not route.accepts:
            raise TypeError(f"{route.key} must both declare accepts=True and return Accepted[...], or neither.")
        self.given = {name: kind for name, kind in hints.items() if kind in given}
        wanted = {name: hint for name, hint in hints.items() if name not in self.given}
        self.body = next(((name, hint) for name, hint in wanted.items() if _is_model(hint)), None)
        self.parameters = {name: hint for name, hint in wanted.items() if not _is_model(hint)}
        self.defaults = inspect.signature(function).parameters
        self._in_path = {name for name in self.parameters if f"{{{name}}}" in route.path}
        self.required = {name for name in self.parameters if self.defaults[name].default is inspect.Parameter.empty}
        self._read = _adapter(self.parameters, self.required)
        self._in_query = [name for name in self.parameters if name not in self._in_path]
        self._kinds = {name: annotation(hint)[0] for name, hint in self.parameters.items()}
        self.is_paged = "next_cursor" in getattr(self.answer_type, "model_fields", ())
        # the document's own answers are JSON already made, and a page is no JSON
        self._write = None if self.answer_type in (None, NoneType, str) else TypeAdapter(self.answer_type)
        self._write_accepted = TypeAdapter(self.accepted_type) if route.accepts else None

    def place(self, name: str) -> str:
        """Return where a parameter is: `path` or `query`."""
        return "path" if name in self._in_path else "query"

    def schema(self, name: str) -> dict[str, Any]:
        """Return a parameter's JSON schema, of the very type that validates it."""
        return TypeAdapter(_without_none(self.parameters[name])).json_schema()

    def values(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Return the function's arguments out of a request; raise 400 or 422 pointing at each that is not acceptable."""
        query = event.get("queryStringParameters") or {}
        sent = {**query, **(event.get("pathParameters") or {})}
        values: dict[str, Any] = {}
        rows = self._unknown(query)
        try:
            if self.parameters:
                texts = {name: sent[name] for name in self.parameters if name in sent}
                values = dict(self._read.validate_strings(texts))
                rows += self._loosely_written(texts)
        except ValidationError as error:
            rows += _rows(error, lambda steps: (self.place(str(steps[0])), *steps))
        if self.body:
            name, model = self.body
            try:
                values[name] = model.model_validate_json(_without_constants(event.get("body") or ""), strict=True)
            except ValidationError as error:
                rows += _rows(error, lambda steps: ("body", *steps))
        if rows:
            raise Problem(422, "invalid", "Some values are not acceptable: see errors.", errors=rows[:MAX_ERRORS])
        return values

    def _unknown(self, query: Mapping[str, str]) -> list[dict[str, str]]:
        """Return a row for each query parameter that the route does not have: a misspelt filter would show everything."""
        known = self._in_query
        if query.keys() <= set(known):
            return []
        message = (
            f"There is no such parameter here, only {', '.join(known)}." if known else "There are no parameters here."
        )
        return [{"pointer": pointer(("query", name)), "message": message} for name in query if name not in known]

    def _loosely_written(self, texts: Mapping[str, str]) -> list[dict[str, str]]:
        """Return a row for each value that was understood and is not written as the document says."""
        complaints = {name: text_forms.complaint(self._kinds[name], text) for name, text in texts.items()}
        return [
            {"pointer": pointer((self.place(name), name)), "message": message}
            for name, message in complaints.items()
            if message
        ]

    def accepted_text(self, body: Any) -> str:
        """Return the body of a 202 as text; raise ValidationError if it is not what was declared."""
        if self._write_accepted is None:
            raise TypeError("This route does not declare accepts=True, so it cannot answer 202.")
        return self._write_accepted.dump_json(self._write_accepted.validate_python(body), by_alias=True).decode()

    def text(self, result: Any) -> str:
        """Return what the function returned as text; raise ValidationError if it is not what was declared."""
        if self._write is None:
            return result if isinstance(result, str) else ""
        return self._write.dump_json(self._write.validate_python(result), by_alias=True).decode()


def _without_constants(body: str) -> str:
    """Return a body as it is; raise 400 for the constants that Python and pydantic take for JSON, and nobody else."""
    if "NaN" in body or "Infinity" in body:
        try:
            from_json(body, allow_inf_nan=False)
        except ValueError as error:
            raise _malformed(str(error)) from None
    return body


def _malformed(reason: str) -> Problem:
    rows = [{"pointer": "/body", "message": reason}]
    return Problem(400, "malformed", f"The body is no JSON: {reason}.", errors=rows)


def _answers(hint: Any) -> tuple[Any, Any, bool]:
    """Split what a function returns into its usual answer, that of a 202 if there is one, and whether it is polled."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    accepted = next((get_args(part)[0] for part in parts if get_origin(part) is Accepted), None)
    usual = [part for part in parts if get_origin(part) is not Accepted]
    # cast, or pyright narrows it to the type of the union itself
    answer = cast("Any", hint if accepted is None else Union[tuple(usual or [accepted])])  # noqa: UP007
    if get_origin(answer) is Polled:
        return get_args(answer)[0], accepted, True
    return answer, accepted, False


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)


def _adapter(parameters: Mapping[str, Any], required: Collection[str]) -> TypeAdapter[Any]:
    """Build the validator of all path and query parameters together; one that has a default may be left out."""
    bare = {name: _without_none(hint) for name, hint in parameters.items()}
    fields = {name: hint if name in required else NotRequired[hint] for name, hint in bare.items()}
    make: Any = TypedDict  # with the functional form, of fields known only now
    return TypeAdapter(make("Parameters", fields))


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        return next(argument for argument in get_args(hint) if argument is not NoneType)
    return hint


def annotation(hint: Any) -> tuple[Any, Any]:
    """Split `Annotated[type, Field(...)]` into its type and its field, for the document."""
    bare = _without_none(hint)
    if get_origin(bare) is Annotated:
        kind, field = get_args(bare)[:2]
        return kind, field
    return bare, None


def _rows(error: ValidationError, place: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> list[dict[str, str]]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    for row in found:
        if row["type"] in NO_JSON and not row["loc"]:
            raise _malformed(row["msg"].removeprefix("Invalid JSON: "))
    return [{"pointer": pointer(place(_steps(row))), "message": row["msg"]} for row in found]


def _steps(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return where a value is, without the marks that are no place in the request: union branches and validator names."""
    steps = tuple(step for step in row["loc"] if not (isinstance(step, str) and "[" in step))
    return (*steps, "kind") if row["type"] == "unknown_kind" else steps
