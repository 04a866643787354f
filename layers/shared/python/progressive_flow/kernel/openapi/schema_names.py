"""Names of the document's schemas, from which generators of clients make the names of classes."""

import json
import re
from typing import Any

REFERENCE = "#/components/schemas/"
PAGE = re.compile(r"Page_(\w+)_")


def settle(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with each schema's title equal to its name, and no name that is not a name of a class.

    Pydantic gives what is sent and what is returned of one model the same title, and a generator leaves one of them out.
    """
    schemas = document["components"]["schemas"]
    text = json.dumps(document)
    for name in schemas:
        text = text.replace(f'"{REFERENCE}{name}"', f'"{REFERENCE}{_settled(name)}"')
    settled: dict[str, Any] = json.loads(text)
    settled["components"]["schemas"] = {
        _settled(name): {**schema, "title": _settled(name)} for name, schema in settled["components"]["schemas"].items()
    }
    return settled


def _settled(name: str) -> str:
    return PAGE.sub(r"\1Page", name).replace("-", "")
