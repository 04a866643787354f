"""Writes docs/reference/events.md from the models of events."""

import textwrap
from collections.abc import Iterable
from typing import Any

from progressive_flow_local.cli.event_reference.topics import Topic

HEADER = "<!-- Written by `progressive-flow events describe` from the models in <domain>/events.py and from sql/. -->"
WIDTH = 125
INTRODUCTION = """\
Other parts of the platform learn by events what happened. A transaction writes its events to `platform.outbox`, and the job
`publish_outbox` puts them on the bus each minute; only `task.queued` goes to the bus directly. An event arrives at least
once and in no order: its `id` distinguishes a repetition. `progressive-flow events schemas` prints the JSON Schemas of all
payloads. A payload may gain fields, so a consumer ignores those that it does not know.

On the bus, the topic is the `detail-type`, and `detail` has these fields:

| field | type | meaning |
| --- | --- | --- |
| `id` | string (uuid) | Identifies the event. |
| `topic` | string | The topic. |
| `user_id` | string (uuid) or null | Whose event it is; null for an event of no learner, and after the learner's erasure. |
| `organization_id` | string (uuid) or null | The organization that the event belongs to. |
| `created_at` | string (date-time) | When it happened. |
| `payload` | object | As described below. |
"""


def schema(topic: Topic) -> dict[str, Any]:
    """Return the JSON Schema of a topic's payload."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:progressive-flow:event:{topic.name}",
        **topic.model.model_json_schema(),
    }


def render(topics: Iterable[Topic]) -> str:
    """Return the page."""
    return "\n".join([HEADER, "", "# Events", "", INTRODUCTION, *(_section(topic) for topic in topics)])


def _section(topic: Topic) -> str:
    schema_ = topic.model.model_json_schema()
    nested = schema_.get("$defs", {})
    lines = [f"## {topic.name}", "", _text(schema_), "", f"Written by {_names(topic.writers)}.", ""]
    lines += [f"Received by {_names(topic.consumers)}." if topic.consumers else "No consumer receives it.", ""]
    lines += _fields(schema_)
    for name in sorted(nested):
        lines += [f"`{name}`: {_text(nested[name])}", "", *_fields(nested[name])]
    return "\n".join(lines)


def _text(schema_: dict[str, Any]) -> str:
    return textwrap.fill(" ".join(schema_["description"].split()), WIDTH)


def _names(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _fields(schema_: dict[str, Any]) -> list[str]:
    rows = [f"| `{name}` | {_type(field)} | {field['description']} |" for name, field in schema_["properties"].items()]
    return ["| field | type | meaning |", "| --- | --- | --- |", *rows, ""]


def _type(field: dict[str, Any]) -> str:
    match field:
        case {"enum": values}:
            return " or ".join(f"`{value}`" for value in values)
        case {"type": "array", "items": {"$ref": reference}}:
            return f"array of `{reference.rpartition('/')[2]}`"
        case {"$ref": reference}:
            return f"`{reference.rpartition('/')[2]}`"
        case {"type": type_, "format": format_}:
            return f"{type_} ({format_})"
        case {"anyOf": options}:
            return " or ".join(map(_type, options))
        case _:
            return str(field["type"])
