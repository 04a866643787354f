"""Which file of a bundle says which item: the layout of the content files, with a folder for pages.

`tracks.yaml` has every track, `<track>/<challenge>/challenge.yaml` and the `statement.md` beside it a challenge, and
`pages/<page>.md` a page: its Markdown after the other fields. `export.yaml` says what an export was made of.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from progressive_flow.curriculum.bundles.keys import Document, Key
from progressive_flow.curriculum.bundles.texts import TextError, read_mapping, write_mapping
from progressive_flow.curriculum.items.documents import MODELS

TRACKS, MANIFEST = "tracks.yaml", "export.yaml"
CHALLENGE = re.compile(r"([a-z0-9-]{1,100})/([a-z0-9-]{1,100})/challenge\.yaml")
STATEMENT = re.compile(r"([a-z0-9-]{1,100})/([a-z0-9-]{1,100})/statement\.md")
PAGE = re.compile(r"pages/([a-z0-9-]{1,100})\.md")
_MARK = "---\n"


def files(documents: Mapping[Key, Document]) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file of some items."""
    tracks = [ordered("track", document) for key, document in documents.items() if key.kind == "track"]
    if tracks:
        yield TRACKS, write_mapping({"tracks": sorted(tracks, key=lambda track: (track["order"], track["slug"]))})
    for key, document in documents.items():
        if key.kind == "challenge":
            yield from _challenge_files(document)
        elif key.kind == "page":
            yield f"pages/{key.slug}.md", _page_text(document)


def ordered(kind: str, document: Document) -> Document:
    """Return a document with its members in the order of its kind's model; the database keeps none."""
    try:
        model = MODELS[kind].model_validate_json(json.dumps(document))
    except ValidationError:  # a model may have become stricter since the draft was saved
        return document
    found: Document = _like(document, model.model_dump(mode="json", by_alias=True, exclude_unset=True))
    return found


def read_statement(text: str) -> str:
    """Return what a file of Markdown says: the last line's end is not part of it."""
    return text.replace("\r\n", "\n").removesuffix("\n")


def read_page(text: str) -> Document:
    """Return the document of a page from its file. Raises TextError."""
    head, mark, body = text.replace("\r\n", "\n").removeprefix(_MARK).partition(f"\n{_MARK}")
    if not text.startswith("---") or not mark:
        raise TextError("A page begins with a line ---, then its fields as `title: A page`, then a line ---.")
    document = read_mapping(head + "\n")
    if body and "body" in document:
        raise TextError("The body is written twice: leave it out of the fields, or leave the rest of the file empty.")
    return document if not body else {**document, "body": body.removesuffix("\n")}


def _challenge_files(document: Document) -> Iterable[tuple[str, str]]:
    folder = f"{document['track']}/{document['slug']}"
    statement = document.get("statement", "")
    inside = not statement or read_statement(f"{statement}\n") != statement
    fields = {name: value for name, value in ordered("challenge", document).items() if inside or name != "statement"}
    yield f"{folder}/challenge.yaml", write_mapping(fields)
    if not inside:
        yield f"{folder}/statement.md", f"{statement}\n"


def _page_text(document: Document) -> str:
    fields = ordered("page", document)
    text = _MARK + write_mapping({name: value for name, value in fields.items() if name != "body"}) + _MARK
    shown = text + f"{document['body']}\n"
    return shown if read_page(shown) == document else _MARK + write_mapping(fields) + _MARK


def _like(value: Any, template: Any) -> Any:
    match value, template:
        case dict(), dict():
            names = [name for name in template if name in value]
            names += [name for name in value if name not in template]
            return {name: _like(value[name], template.get(name)) for name in names}
        case list(), list() if len(value) == len(template):
            return [_like(inner, outer) for inner, outer in zip(value, template, strict=True)]
        case _:
            return value
