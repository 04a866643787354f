"""Examples of answers for the document: written short, and completed by the model that they are an example of."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

PutIn = Callable[[dict[str, Any], type[BaseModel]], None]


def with_example(values: Mapping[str, Any]) -> ConfigDict:
    """Return the configuration of a model of answers with an example; one that the model refuses stops the document."""
    return ConfigDict(json_schema_serialization_defaults_required=True, json_schema_extra=_putting_in(values))


def _putting_in(values: Mapping[str, Any]) -> PutIn:
    def put_in(schema: dict[str, Any], model: type[BaseModel]) -> None:
        schema["examples"] = [model.model_validate(values).model_dump(mode="json", by_alias=True)]

    return put_in
