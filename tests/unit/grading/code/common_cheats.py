"""Cheats that can be tried on every challenge of a page or of a function: submissions that look like an answer and are none."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from progressive_flow.grading.code.gate.frozen import frozen_pages
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.challenges import Level

# What a step calls and what a script can define: a name, unlike an expression.
NAME = re.compile(r"[A-Za-z_]\w*")
EQUAL = """
const equal = new Proxy(function () {}, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => '1' : key === 'then' ? undefined : equal),
  apply: () => equal, construct: () => equal, has: () => true,
});
"""
OVERRIDES = """
for (const owner of [Array, String, Map, Set, Node, Element, HTMLElement, Storage, EventTarget]) {
  for (const name of Object.getOwnPropertyNames(owner.prototype)) {
    try { if (name !== 'constructor') owner.prototype[name] = () => true; } catch {}
  }
}
JSON.stringify = () => '{"value":true,"count":1,"items":[]}';
JSON.parse = () => ({});
Object.is = Object.keys = Reflect.apply = () => true;
document.querySelector = document.querySelectorAll = () => document.body;
"""
SPYING = """
const seen = [];
Error.prepareStackTrace = (_, sites) => { seen.push(...sites.map(site => site.getThis?.() ?? site.getFunction?.())); return ''; };
try { null.x; } catch (error) { seen.push(error.stack); }
(function spy() { seen.push(spy.caller, arguments.callee?.caller); })();
for (const each of seen) if (each) document.body.append(String(each.expected ?? each.checks ?? each));
"""


def cheats(level: Level, images: Images) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the name and the files of each cheat on a level."""
    task = level.task
    script = next((name for name in ("script.ts", "script.js") if name in task.files({})), "script.js")
    given, solution = task.files(task.starter), task.files(task.solution)

    def added(code: str) -> Mapping[str, str]:
        return {**solution, script: f"{given[script]}\n{code}"}

    yield "empty", {}
    yield "starter", given
    yield "markup alone", {**solution, script: ""}
    yield "the solution in comments", added("/*" + solution[script].replace("*/", "") + "*/\n<!-- -->")
    yield "answers printed", added(_printed(level.written))
    yield "overrides", added(OVERRIDES)
    yield "stack spying", added(SPYING)
    yield "equal to everything", {**solution, script: EQUAL + _defined(level.written, "equal")}
    yield "throws", {**solution, script: "throw 'passed';\n" + _defined(level.written, "() => { throw 'passed'; }")}
    yield "loops", added("for (;;);")
    yield (
        "content in styles",
        {**solution, script: "", "style.css": _styled(level.written) + solution.get("style.css", "")},
    )
    if task.runtime != "web":
        for value in ("x => x", "() => null", "() => []"):
            yield f"always {value}", {**solution, script: _defined(level.written, value)}
    if task.runtime == "web":
        for at, files in enumerate(frozen_pages(task, images)):
            yield f"page frozen after check {at}", files


def _printed(written: Mapping[str, Any]) -> str:
    """Return a script that shows and prints every text of the checks."""
    texts = json.dumps(sorted(set(_texts(written["checks"]))))
    return (
        f"for (const text of {texts}) {{ console.log(text); document.body.append(text, document.createElement('p')); }}"
    )


def _styled(written: Mapping[str, Any]) -> str:
    ids = sorted({found for text in _texts(written["checks"]) for found in re.findall(r"#[a-z][\w-]*", text)})
    return "".join(f'{each}::before {{ content: "1"; display: block; }}\n' for each in ids)


def _defined(written: Mapping[str, Any], value: str) -> str:
    """Return definitions of every function that the checks call."""
    steps = [step for check in written["checks"] for step in check["steps"] if isinstance(step, Mapping)]
    names = {step["call"] for step in steps if step.get("call")}
    return "".join(f"var {name} = {value};\n" for name in sorted(names) if NAME.fullmatch(name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (str(key), *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
