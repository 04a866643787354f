"""Mutants of a page: of its script and markup, made inside the guest, and of its styles."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import tinycss2

from progressive_flow.grading.code.gate.mutant import Mutant
from progressive_flow.grading.code.sealed.guest import Guest
from progressive_flow.grading.code.sealed.images import Images

FUEL = 1 << 40  # a gate is not in a hurry, and parses what an author wrote
NEVER = "(min-width: 99999px)"
NAMES = {"js": "script.js", "html": "index.html", "css": "style.css"}


def page_mutants(files: Mapping[str, str], images: Images) -> list[Mutant]:
    """Return each small change to a page's script, markup and styles."""
    script = next((name for name in ("script.ts", "script.js") if name in files), "script.js")
    made = _in_guest(files.get(script, ""), files.get("index.html", ""), images, is_typed=script == "script.ts")
    names = {**NAMES, "js": script}
    mutants = [Mutant(row["what"], {**files, names[row["kind"]]: row["text"]}) for row in made]
    return mutants + [
        Mutant(what, {**files, "style.css": css}) for what, css in style_mutants(files.get("style.css", ""))
    ]


def _in_guest(script: str, markup: str, images: Images, *, is_typed: bool) -> Sequence[Mapping[str, Any]]:
    """Return the changes that the guest finds with a parser of JavaScript and its DOM."""
    with Guest(images.page) as guest:
        guest.refuel(FUEL)
        guest.set_clock(0)
        guest.ask("open", html="", css="", width=1024, height=768, seed=1, storage={}, answers=[])
        plain = guest.ask("strip", code=script, name="script.ts")["code"] if is_typed else script
        call = f"({json.dumps(plain)}, {json.dumps(markup)})"
        threw, value = guest.run(images.mutants.strip() + call, "mutants")
        if threw:
            raise ValueError(f"The solution cannot be parsed: {guest.text_of(value)}")
        made: Sequence[Mapping[str, Any]] = json.loads(guest.text_of(value))
        return made


def style_mutants(css: str) -> Iterator[tuple[str, str]]:
    """Yield each declaration removed and each condition of an at-rule made to hold nowhere, with what was done."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    yield from _of_rules(rules, css)


def _of_rules(rules: Sequence[Any], css: str) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if rule.type == "at-rule" and rule.content is not None:
            condition = tinycss2.serialize(rule.prelude).strip()
            what = f"@{rule.at_keyword} {condition} never holds"
            yield what, _changed(css, rule.source_line, rule.source_column, condition, NEVER)
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield from _of_rules(inner, css)
        elif rule.type == "qualified-rule":
            yield from _of_declarations(rule, css)


def _of_declarations(rule: Any, css: str) -> Iterator[tuple[str, str]]:
    selector = tinycss2.serialize(rule.prelude).strip()
    for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            what = f"{part.name} removed from {selector}"
            yield what, _changed(css, part.source_line, part.source_column, part.name, f"x-{part.name}")


def _changed(css: str, line: int, column: int, before: str, after: str) -> str:
    """Replace the first occurrence of a text from a place on; lines and columns count from 1."""
    lines = css.split("\n")
    row = lines[line - 1]
    lines[line - 1] = row[: column - 1] + row[column - 1 :].replace(before, after, 1)
    return "\n".join(lines)
