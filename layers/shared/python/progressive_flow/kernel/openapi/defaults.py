"""States in words what happens to a member that is left out.

A generated client takes a member with `default` for one that it has to send, and sends the default of one that its caller left
out. Therefore no schema has that keyword: a member of a request's body may be left out, and its description says what then
holds; a member of an answer is always there.
"""

import json
from typing import Any

Schema = dict[str, Any]


def put_into_words(schemas: dict[str, Schema]) -> None:
    """Take the defaults out of the members of schemas, and put those of members that may be left out into descriptions."""
    for schema in schemas.values():
        for name, member in schema.get("properties", {}).items():
            if "default" in member and name not in schema.get("required", []):
                member["description"] += f" `{json.dumps(member['default'])}` if left out."
            member.pop("default", None)
