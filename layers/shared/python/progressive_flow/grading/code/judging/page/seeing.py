"""The step `see`: what an element shows, holds and looks like."""

from collections.abc import Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.judging.page.run import Handler, PageRun
from progressive_flow.grading.code.judging.page.targets import target
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.matching.matchers import described, is_matcher, matches, shown
from progressive_flow.grading.code.matching.styles import same_style
from progressive_flow.grading.code.task import Step

# What a check calls a property, and what the page calls it.
PROPERTIES = {
    "text": "text",
    "value": "value",
    "checked": "checked",
    "disabled": "disabled",
    "visible": "visible",
    "focused": "focused",
    "focus inside": "focusInside",
    "role": "role",
    "name": "name",
    "valid": "valid",
    "html": "html",
}
# What is expected of a property that is so or is not, and what the sentence ends with where it is not as expected.
_STATES = {
    "checked": ("be checked", "is"),
    "disabled": ("be disabled", "is"),
    "visible": ("be visible", "is"),
    "focused": ("have the focus", "has"),
    "focus inside": ("have the focus inside", "has"),
    "valid": ("be valid", "is"),
}
Expected = Mapping[str, Any]
Item = Mapping[str, Any]


def _see(run: PageRun, wanted: Mapping[str, Any], _: Step) -> None:
    for text, expected in wanted.items():
        is_text = not isinstance(expected, Mapping) or is_matcher(expected)
        _see_one(run, text, {"text": expected} if is_text else dict(expected))


def _see_one(run: PageRun, text: str, expected: dict[str, Any]) -> None:
    found = run.page.find(target(text), **_wanted(expected))
    items: Sequence[Item] = found["items"]
    _see_count(text, expected, found["count"])
    _see_texts(text, expected, items)
    if expected.get("visible") is False:
        _see_nothing(text, items)
        del expected["visible"]
    is_each = expected.pop("every", False)
    if not expected:
        return
    if not items:
        raise FailedError(f"There is no {text} on the page.", expected)
    for item in items if is_each else items[:1]:
        for name, value in expected.items():
            _see_property(run, text, item, name, value)


def _wanted(expected: Expected) -> dict[str, Any]:
    """Return what the page has to report of an element."""
    wanted: dict[str, Any] = {"text": True, "visible": True}
    for name, value in expected.items():
        if name == "style":
            wanted["style"] = sorted(value)
        elif name == "attributes":
            wanted["attrs"] = list(value)
        elif name in ("class", "no class"):
            wanted["classes"] = True
        elif name in PROPERTIES:
            wanted[PROPERTIES[name]] = True
    return wanted


def _see_count(text: str, expected: dict[str, Any], count: int) -> None:
    if "count" in expected and not matches(count, wanted := expected.pop("count")):
        raise FailedError(f"Expected the number of {text} to {described(wanted)}, but it is {count}.", wanted, count)
    expected.pop("count", None)


def _see_texts(text: str, expected: dict[str, Any], items: Sequence[Item]) -> None:
    wanted = expected.pop("texts", None)
    if wanted is None:
        return
    texts = [item["text"] for item in items if item["visible"]]
    if len(texts) != len(wanted) or not all(map(matches, texts, wanted)):
        message = f"Expected {text} to read {shown(wanted)}, but they read {shown(texts)}."
        raise FailedError(message, wanted, texts)


def _see_nothing(text: str, items: Sequence[Item]) -> None:
    seen = next((item for item in items if item["visible"]), None)
    if seen:
        raise FailedError(f"Expected {text} not to be visible, but it is.", "not visible", seen["text"][:80])


def _see_property(run: PageRun, text: str, item: Item, name: str, value: Any) -> None:
    if name == "style":
        _see_style(run, text, item, value)
    elif name == "attributes":
        _see_attributes(text, item, value)
    elif name in ("class", "no class"):
        _see_classes(text, item, [value] if isinstance(value, str) else value, is_there=name == "class")
    else:
        actual = item[PROPERTIES[name]]
        if not matches(actual, value):
            raise FailedError(_sentence(text, name, value, actual), value, actual)


def _sentence(text: str, name: str, value: Any, actual: Any) -> str:
    if name in _STATES and isinstance(value, bool):
        wanted, ending = _STATES[name]
        return f"Expected {text} {'' if value else 'not '}to {wanted}, but it {ending}{' not' if value else ''}."
    verb = {"text": "read", "value": "hold"}.get(name)
    if verb and not is_matcher(value):
        return f"Expected {text} to {verb} {shown(value)}, but it {verb}s {shown(actual)}."
    return f"Expected the {name} of {text} to {described(value)}, but it is {shown(actual)}."


def _see_style(run: PageRun, text: str, item: Item, wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        actual = item["style"][name]
        if not same_style(actual, value):
            seen = shown(actual) if actual else "not set"
            message = f"Expected {name} of {text} to {described(value)} at a width of {run.width}px, but it is {seen}."
            raise FailedError(message, value, actual)


def _see_attributes(text: str, item: Item, wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        actual = item["attrs"][name]
        if isinstance(value, bool):
            if (actual is not None) is not value:
                said = "" if value else "not "
                raise FailedError(f"Expected {text} {said}to have the attribute {name}.", value, actual)
        elif not matches(actual, value):
            message = f"Expected the attribute {name} of {text} to {described(value)}, but it is {shown(actual)}."
            raise FailedError(message, value, actual)


def _see_classes(text: str, item: Item, names: Sequence[str], *, is_there: bool) -> None:
    for name in names:
        if (name in item["classes"]) is not is_there:
            said = "" if is_there else "not "
            raise FailedError(f"Expected {text} {said}to have the class {name}.", name, item["classes"])


HANDLERS: dict[str, Handler] = {"see": _see}
