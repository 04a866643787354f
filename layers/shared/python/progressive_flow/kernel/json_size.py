"""How long a document is as it travels and as it is stored."""

import json


def json_bytes(document: object) -> int:
    """Return the bytes of a document as JSON in UTF-8: a line's end has two, an odd character six."""
    return len(json.dumps(document, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"))
