"""Steps that look at what the page did: console, requests, storage, dialogs, errors, accessibility, contrast, its source."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.judging.comments import without_comments
from progressive_flow.grading.code.judging.page.run import Handler, PageRun
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.matching.colours import contrast
from progressive_flow.grading.code.matching.matchers import described, matches, shown
from progressive_flow.grading.code.task import Step

MAX_FINDINGS = 3  # of accessibility in one sentence
ROUNDING = 0.005  # of a ratio of contrast


def _console(run: PageRun, wanted: Any, _: Step) -> None:
    lines = [line["text"] for line in run.page.state()["log"]]
    if isinstance(wanted, list):
        if lines != [str(line) for line in wanted]:
            raise FailedError(
                f"Expected the console to show {shown(wanted)}, but it shows {shown(lines)}.", wanted, lines
            )
    elif not any(matches(line, wanted) for line in lines):
        raise FailedError(
            f"Expected a line of the console to {described(wanted)}, but it shows {shown(lines)}.", wanted, lines
        )


def _dialogs(run: PageRun, wanted: Any, _: Step) -> None:
    texts = [dialog["text"] for dialog in run.page.state()["dialogs"]]
    if not any(matches(text, wanted) for text in texts):
        raise FailedError(f"Expected a dialog to {described(wanted)}, but there were {shown(texts)}.", wanted, texts)


def _requests(run: PageRun, wanted: Mapping[str, Any], _: Step) -> None:
    seen = run.page.state()["requests"]
    if "count" in wanted and not matches(len(seen), wanted["count"]):
        message = (
            f"Expected the number of requests to {described(wanted['count'])}, but it is {len(seen)}:"
            f" {shown([request['url'] for request in seen])}."
        )
        raise FailedError(message, wanted["count"], len(seen))
    if "last" in wanted:
        _last_request(seen, wanted["last"])


def _last_request(seen: Sequence[Mapping[str, Any]], wanted: Mapping[str, Any]) -> None:
    if not seen:
        raise FailedError("Expected a request, but none was made.", wanted)
    last = seen[-1]
    facts = {**last, "request": f"{last['method']} {last['url']}", "json": _parsed(last["body"])}
    for name, value in wanted.items():
        actual = facts.get(name)
        if not matches(actual, value):
            message = f"Expected {name} of the last request to {described(value)}, but it is {shown(actual)}."
            raise FailedError(message, value, actual)


def _storage(run: PageRun, wanted: Mapping[str, Any], _: Step) -> None:
    held = run.page.state()["storage"]
    for key, value in wanted.items():
        is_json = isinstance(value, Mapping) and "json" in value
        actual = _parsed(held.get(key)) if is_json else held.get(key)
        expected = value["json"] if is_json else value
        if not matches(actual, expected):
            message = f"Expected {key} in localStorage to {described(expected)}, but it is {shown(actual)}."
            raise FailedError(message, expected, actual)


def _page(run: PageRun, wanted: Mapping[str, Any], _: Step) -> None:
    state = run.page.state()
    for name, value in wanted.items():
        if name == "errors":
            if bool(state["errors"]) is not value:
                message = "Expected your code to throw an error." if value else "Expected your code to throw no error."
                raise FailedError(message, value, state["errors"][:1])
        elif not matches(state[name], value):
            message = f"Expected the {name} of the page to {described(value)}, but it is {shown(state[name])}."
            raise FailedError(message, value, state[name])


def _accessible(run: PageRun, wanted: Any, _: Step) -> None:
    rules = None if wanted is True else {wanted} if isinstance(wanted, str) else set(wanted)
    found = [finding for finding in run.page.audit() if rules is None or finding["rule"] in rules]
    if found:
        said = "; ".join(f"{finding['message']} {finding['element']}".strip() for finding in found[:MAX_FINDINGS])
        raise FailedError(f"{said}.", [], [finding["rule"] for finding in found])


def _contrast(run: PageRun, _: Any, __: Step) -> None:
    for paint in run.page.paints():
        measured = contrast(paint)
        if measured and measured.ratio + ROUNDING < measured.needed:
            message = (
                f'"{paint["text"]}" has a contrast of {measured.ratio:.2f}:1, where {measured.needed:g}:1 is needed.'
            )
            raise FailedError(message, measured.needed, round(measured.ratio, 2))


def source(files: Mapping[str, str], wanted: Mapping[str, Any]) -> None:
    """Fail where a file, without its comments, lacks a word that it must use or holds one that it must not."""
    for name, rule in wanted.items():
        text = without_comments(files[name], name)
        for word in rule.get("uses", ()):
            if word not in text:
                raise FailedError(f"Expected {name} to use {word}.", word)
        for word in rule.get("avoids", ()):
            if word in text:
                raise FailedError(f"Expected {name} not to use {word}.", f"no {word}", word)


def _source(run: PageRun, wanted: Mapping[str, Any], _: Step) -> None:
    source(run.subject.files, wanted)


def _parsed(text: str | None) -> Any:
    """Return the JSON that a text is, or the text."""
    try:
        return None if text is None else json.loads(text)
    except (ValueError, RecursionError):
        return text


HANDLERS: dict[str, Handler] = {
    "console": _console,
    "dialogs": _dialogs,
    "requests": _requests,
    "storage": _storage,
    "page": _page,
    "accessible": _accessible,
    "contrast": _contrast,
    "source": _source,
}
