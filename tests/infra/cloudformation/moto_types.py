"""The resource types that moto's CloudFormation lacks, each created by the API call of its service.

botocore checks the parameters, so a property that the service does not know fails the stack. What each does not
simulate is stated beside it; none proves that AWS accepts the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

import boto3
from botocore import validate
from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel
from moto.rds import models as rds

from tests.infra.cloudformation import network_types, operations_types, serving_types
from tests.infra.cloudformation.resource_type import Properties, ResourceType

Answer = Mapping[str, Any]
TYPES = (*serving_types.TYPES, *operations_types.TYPES, *network_types.TYPES)
Run = Callable[[str, Properties], Any]


class Made:
    """A created resource: its physical id and its attributes."""

    def __init__(self, physical_id: str, attributes: Mapping[str, Any]) -> None:
        self.physical_resource_id = physical_id
        self._attributes = attributes

    def is_created(self) -> bool:
        """Return that the resource is complete."""
        return True

    def get_cfn_attribute(self, name: str) -> Any:
        """Return an attribute for `Fn::GetAtt`; a KeyError fails the stack."""
        return self._attributes[name]


@cache
def _client(service: str, region: str) -> Any:
    """Return a service's client, made once: there are hundreds of resources."""
    return boto3.client(service, region_name=region)  # type: ignore[call-overload]


def _make(what: ResourceType, name: str, properties: Properties, region: str) -> Made:
    client = _client(what.service, region)
    made_up = {what.name: name[-64:].lstrip("-")} if what.name else {}
    parameters = {**made_up, **what.translate(properties)}
    if not what.made:
        operation = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[what.call])
        validate.validate_parameters(parameters, operation.input_shape)
        return Made(name, what.attributes(parameters))
    found = answer = getattr(client, what.call)(**parameters)
    for step in what.id.split(".") if what.id else ():
        found = found[step]
    return Made(found if what.id else name, what.attributes({**parameters, **(answer or {})}))


def _model(what: ResourceType) -> type[CloudFormationModel]:
    """Return moto's model class of a type: moto looks for direct subclasses of CloudFormationModel."""

    def create(_cls: object, /, name: str, given: Properties, _account: str, region: str, **_kwargs: Any) -> Made:
        return _make(what, name, dict(given["Properties"]), region)

    members = {
        "cloudformation_name_type": staticmethod(lambda: ""),
        "cloudformation_type": staticmethod(lambda: what.type),
        "create_from_cloudformation_json": classmethod(create),
    }
    return type(what.type.replace("::", ""), (CloudFormationModel,), members)


MODELS = [_model(what) for what in TYPES]


def _upload(properties: Properties, region: str) -> Made:
    """Check that the archives and the bucket are there."""
    store = _client("s3", region)
    for bucket, key in zip(properties["SourceBucketNames"], properties["SourceObjectKeys"], strict=True):
        store.head_object(Bucket=bucket, Key=key)
    store.head_bucket(Bucket=properties["DestinationBucketName"])
    return Made("uploaded", {})


class Operation:
    """A `Custom::Operation`: runs the operation in this process, and fails the stack if that fails.

    It stands for uploads of files too, which are not made: tests/infra/stacks/test_console_upload.py makes them.
    """

    run: Run

    @classmethod
    def create_from_cloudformation_json(
        cls, _name: str, given: Properties, _account: str, region: str, **_kwargs: Any
    ) -> Made:
        """Check that the functions exist, then run the operation in place of the runner."""
        properties = given["Properties"]
        client = boto3.client("lambda", region_name=region)
        client.get_function(FunctionName=properties["ServiceToken"])
        if given["Type"] == "Custom::CDKBucketDeployment":
            return _upload(properties, region)
        client.get_function(FunctionName=properties["Operation"])
        left_out = {"Operation", "ServiceTimeout", "ServiceToken"}
        because = {name: value for name, value in properties.items() if name not in left_out}
        report = cls.run(properties["Operation"], because) or {}
        return Made(properties["Operation"], {name: value for name, value in report.items() if isinstance(value, str)})


@contextmanager
def plugged_in(run: Run) -> Iterator[None]:
    """Register these types with moto's CloudFormation within the context; `run` runs the operations."""
    for held in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map, _client):
        held.cache_clear()
    operation = type("Bound", (Operation,), {"run": staticmethod(run)})
    with patch.object(parsing, "CustomModel", operation), ExitStack() as stack:
        for kind in (rds.DBParameterGroup, rds.DBSubnetGroup):  # a Ref of them is their name, and moto gives the object
            named = property(lambda made: made.resource_id)
            stack.enter_context(patch.object(kind, "physical_resource_id", named, create=True))
        yield
