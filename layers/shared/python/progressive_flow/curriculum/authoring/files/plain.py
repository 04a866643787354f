"""Models as the JSON that is stored, and the hash by which documents are compared."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


def plain(model: BaseModel) -> dict[str, Any]:
    """The mapping that is stored and evaluated: with every default, and nothing that was left out."""
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


def content_hash(document: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of a document in canonical form: equal documents have equal hashes, however they are written."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()
