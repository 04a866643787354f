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


class NotDefinedError(Exception):
    """The learner's module lacks what a call names. The message is for the learner."""


class Session:
    """A learner's module and what was kept of its calls. Calls whose JSON holds no tags are taken as they are."""

    def __init__(self, *, is_tagged: bool) -> None:
        self.module = sys.modules["__main__"] = types.ModuleType("__main__")
        self.kept: dict[str, Any] = {}
        self.is_tagged = is_tagged

    def read(self, content: Any) -> Any:
        """Return the value of JSON."""
        return tagged.read(content, self.kept) if self.is_tagged else content

    def is_kept(self, content: Any) -> bool:
        """Return whether JSON names what was kept, or holds such a name."""
        return self.is_tagged and tagged.is_kept(content)


def run(request: Mapping[str, Any]) -> dict[str, Any]:
    """Run the code as `python main.py` would, then the calls in turn; each call's result stands at its place."""
    printed, errors = Printed(), Printed(kept=0)
    sys.stdout, sys.stderr = printed, errors
    session = Session(is_tagged=request["tagged"])
    error = load(request["code"], session.module)
    answer: dict[str, Any] = {"printed": printed.take(), "error": error, "results": []}
    if error is None:
        answer["results"] = [{**made(call, session), "printed": printed.take()} for call in request["calls"]]
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


def made(call: Mapping[str, Any], session: Session) -> dict[str, Any]:
    """Make one call: return its value or what it threw, and its arguments if it changed them."""
    try:
        given = call.get("arguments", [])
        arguments = session.read(given)
        before = notations(given, arguments, session)
        return {**outcome(call, arguments, session), **changes(given, arguments, before, session)}
    except NotDefinedError as error:
        return {"missing": str(error)}
    except tagged.NotKeptError:
        return {"missing": "An earlier call gave nothing that this one could use."}
    except tagged.TooLargeError:
        return {"exceeded": "output"}


def outcome(call: Mapping[str, Any], arguments: list[Any], session: Session) -> dict[str, Any]:
    """Return what a call gave or threw, and keep it under the name that the call gives it."""
    try:
        value = result(call, arguments, session)
        if "as" not in call:
            return {"value": tagged.write(value)}
        session.kept[call["as"]] = value
        return {} if tagged.is_iterator(value) else {"value": tagged.write(value)}
    except (NotDefinedError, tagged.NotKeptError, tagged.TooLargeError):
        raise
    except BaseException as error:  # noqa: BLE001 - a learner's code may raise anything
        return {"threw": thrown(error)}


def result(call: Mapping[str, Any], arguments: list[Any], session: Session) -> Any:
    """Return the value of a call, or of an attribute of what was kept."""
    if "attribute" in call:
        return getattr(tagged.kept_as(call["use"], session.kept), call["attribute"])
    return called(call, session)(*arguments, **session.read(call.get("keywords", {})))


def called(call: Mapping[str, Any], session: Session) -> Any:
    """Return what a call calls. Raises `NotDefinedError` where the module lacks it."""
    if "use" in call:
        used = tagged.kept_as(call["use"], session.kept)
        return getattr(used, call["method"]) if "method" in call else used
    name = call["new"] if "new" in call else call["function"]
    if name not in session.module.__dict__:
        raise NotDefinedError(f"Your code defines no {'class' if 'new' in call else 'function'} {name}.")
    return session.module.__dict__[name]


def notations(given: list[Any], arguments: list[Any], session: Session) -> list[str]:
    """Return what shows whether arguments change. What was kept may change, and is left out."""
    return ["" if session.is_kept(each) else repr(value) for each, value in zip(given, arguments, strict=True)]


def changes(given: list[Any], arguments: list[Any], before: list[str], session: Session) -> dict[str, Any]:
    """Return the arguments as they are now if they are others than before; None if they cannot be written any more."""
    try:
        if notations(given, arguments, session) == before:
            return {}
        pairs = zip(given, arguments, strict=True)
        return {"arguments": [each if session.is_kept(each) else tagged.write(value) for each, value in pairs]}
    except tagged.TooLargeError:
        raise
    except BaseException:  # noqa: BLE001 - a learner's class may raise anything
        return {"arguments": None}


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
