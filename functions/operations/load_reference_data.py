"""Load tracks and challenges from the content files; run by a deploy after the migrations."""

from typing import Any

from progressive_flow.operations.reference_data import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return service.load_reference_data()
