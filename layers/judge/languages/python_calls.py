"""Runs a learner's module, then makes calls into it, and says what each gave."""

import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any

import tagged
from printing import Printed, TooMuchPrintedError

FILE = "main.py"
MAX_MESSAGE = 500
MAX_NAME = 80
MAX_KINDS = 20


def run(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run the code as `python main.py` would, then the calls in turn; each call's result stands at its place."""
    printed, errors = Printed(), Printed(kept=0)
    sys.stdout, sys.stderr = printed, errors
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    error = load(request["code"], module)
    answer: dict[str, Any] = {"printed": printed.take(), "error": error, "results": []}
    if error is None:
        kept: dict[str, Any] = {}
        answer["results"] = [{**made(call, module, kept), "printed": printed.take()} for call in request["calls"]]
    return {**answer, "exceeded": "output"} if printed.exceeded or errors.exceeded else answer


def load(code: str, module: types.ModuleType) -> dict[str, Any] | None:
    """Run the module; return what it threw. `sys.exit()` at its end is a usual end."""
    try:
        exec(compile(code, FILE, "exec"), module.__dict__)  # noqa: S102 - this is what the component is for
    except SystemExit as end:
        return None if end.code in {None, 0} else thrown(end)
    except BaseException as error:  # noqa: BLE001 - a learner's code may raise anything
        return thrown(error)
    return None


class NotDefinedError(Exception):
    """The learner's module lacks what a call names. The message is for the learner."""


def made(call: Mapping[str, Any], module: types.ModuleType, kept: dict[str, Any]) -> dict[str, Any]:
    """Make one call: return its value or what it threw, and its arguments as they are afterwards."""
    try:
        arguments = tagged.read(call.get("arguments", []), kept)
        return {**outcome(call, arguments, module, kept), "arguments": afterwards(call, arguments)}
    except NotDefinedError as error:
        return {"missing": str(error)}
    except tagged.NotKeptError:
        return {"missing": "An earlier call gave nothing that this one could use."}
    except tagged.TooLargeError:
        return {"exceeded": "output"}


def outcome(
    call: Mapping[str, Any], arguments: list[Any], module: types.ModuleType, kept: dict[str, Any]
) -> dict[str, Any]:
    """Return what a call gave or threw, and keep it under the name that the call gives it."""
    try:
        value = result(call, arguments, module, kept)
        if "as" not in call:
            return {"value": tagged.write(value)}
        kept[call["as"]] = value
        return {} if tagged.is_iterator(value) else {"value": tagged.write(value)}
    except (NotDefinedError, tagged.NotKeptError, tagged.TooLargeError):
        raise
    except BaseException as error:  # noqa: BLE001 - a learner's code may raise anything
        return {"threw": thrown(error)}


def result(call: Mapping[str, Any], arguments: list[Any], module: types.ModuleType, kept: Mapping[str, Any]) -> Any:
    """Return the value of a call, or of an attribute of what was kept."""
    if "attribute" in call:
        return getattr(tagged.kept_as(call["use"], kept), call["attribute"])
    return called(call, module, kept)(*arguments, **tagged.read(call.get("keywords", {}), kept))


def called(call: Mapping[str, Any], module: types.ModuleType, kept: Mapping[str, Any]) -> Any:
    """Return what a call calls. Raises `NotDefinedError` where the module lacks it."""
    if "use" in call:
        used = tagged.kept_as(call["use"], kept)
        return getattr(used, call["method"]) if "method" in call else used
    name = call["new"] if "new" in call else call["function"]
    if name not in module.__dict__:
        raise NotDefinedError(f"Your code defines no {'class' if 'new' in call else 'function'} {name}.")
    return module.__dict__[name]


def afterwards(call: Mapping[str, Any], arguments: list[Any]) -> list[Any] | None:
    """Return arguments as JSON again; None where the learner's code put something into them that cannot be written.

    What was kept is left out: an iterator would be used up.
    """
    given = call.get("arguments", [])
    try:
        return [
            None if tagged.is_kept(each) else tagged.write(value) for each, value in zip(given, arguments, strict=True)
        ]
    except tagged.TooLargeError:
        raise
    except BaseException:  # noqa: BLE001 - a learner's class may raise anything
        return None


def thrown(error: BaseException) -> dict[str, Any]:
    """Describe an exception: its type, the types that it extends, its message, and the last line of the learner's in it."""
    passed = [*lines(error)]
    line = passed[-1] if passed else getattr(error, "lineno", None)
    return {
        "type": str(type(error).__name__)[:MAX_NAME],
        "kinds": [str(kind.__name__)[:MAX_NAME] for kind in type(error).__mro__[:MAX_KINDS]],
        "message": message(error)[:MAX_MESSAGE],
        "line": line if isinstance(line, int) else None,
    }


def lines(error: BaseException) -> Iterator[int]:
    """Yield the lines of the learner's file that an exception passed, the innermost last.

    The module `traceback` would look for the source, which is no file.
    """
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILE:
            yield step.tb_lineno
        step = step.tb_next


def message(error: BaseException) -> str:
    """Return the message of an exception, whose own methods may fail."""
    try:
        own: Any = getattr(error, "msg", None) if isinstance(error, SyntaxError) else None
        return own if isinstance(own, str) else str(error)
    except TooMuchPrintedError:
        return ""
    except BaseException:  # noqa: BLE001 - a learner's class may do anything
        return "The exception's message could not be read."
