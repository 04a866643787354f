"""Bodies of PATCH: what is sent is changed, what is left out stays, so that no member has a default."""

from typing import Any

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core.core_schema import CoreSchema


class Changes(BaseModel):
    """What somebody changes. A service reads `model_fields_set`, or dumps with `exclude_unset`.

    The document states no defaults: a generated client would send them, and so change what nobody asked it to.
    """

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        """Return the schema without defaults."""
        schema = handler.resolve_ref_schema(handler(core_schema))
        properties: dict[str, dict[str, Any]] = schema.get("properties", {})
        for member in properties.values():
            member.pop("default", None)
        return schema
