"""The resource types that moto's CloudFormation lacks, each made by the API call that a person would make.

botocore checks the parameters, so a property that the service does not know fails the stack. What each still only pretends
is said beside it; that AWS accepts the values is proved by none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import boto3
from botocore import validate
from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel
from moto.rds import models as rds

from tests.infra.cloudformation import serving, watching
from tests.infra.cloudformation.kinds import Pretended, Properties

Answer = Mapping[str, Any]
TYPES = (*serving.TYPES, *watching.TYPES)
Run = Callable[[str, Properties], Any]


class Made:
    """What was made: CloudFormation's id of it, and what templates may ask."""

    def __init__(self, physical_id: str, attributes: Mapping[str, Any]) -> None:
        self.physical_resource_id = physical_id
        self._attributes = attributes

    def is_created(self) -> bool:
        """Tell that nothing is waited for."""
        return True

    def get_cfn_attribute(self, name: str) -> Any:
        """Return what `Fn::GetAtt` asks for; a KeyError fails the stack."""
        return self._attributes[name]


def _make(what: Pretended, name: str, properties: Properties, region: str) -> Made:
    client: Any = boto3.client(what.service, region_name=region)  # type: ignore[call-overload]
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


def _model(what: Pretended) -> type[CloudFormationModel]:
    """Return the class by which moto knows a type: it looks at the direct subclasses of its own."""

    def create(_cls: object, /, name: str, given: Properties, _account: str, region: str, **_kwargs: Any) -> Made:
        return _make(what, name, dict(given["Properties"]), region)

    members = {
        "cloudformation_name_type": staticmethod(lambda: ""),
        "cloudformation_type": staticmethod(lambda: what.type),
        "create_from_cloudformation_json": classmethod(create),
    }
    return type(what.type.replace("::", ""), (CloudFormationModel,), members)


MODELS = [_model(what) for what in TYPES]


class Operation:
    """A `Custom::Operation`: runs what it names, here, and fails the stack if that fails. It calls no one back."""

    run: Run

    @classmethod
    def create_from_cloudformation_json(
        cls, _name: str, given: Properties, _account: str, region: str, **_kwargs: Any
    ) -> Made:
        """Check that CloudFormation would find whom to ask, then do what that one would do."""
        properties = given["Properties"]
        client = boto3.client("lambda", region_name=region)
        client.get_function(FunctionName=properties["ServiceToken"])
        client.get_function(FunctionName=properties["Operation"])
        left_out = {"Operation", "ServiceTimeout", "ServiceToken"}
        because = {name: value for name, value in properties.items() if name not in left_out}
        report = cls.run(properties["Operation"], because) or {}
        return Made(properties["Operation"], {name: value for name, value in report.items() if isinstance(value, str)})


@contextmanager
def plugged_in(run: Run) -> Iterator[None]:
    """Let moto's CloudFormation make these types meanwhile, and `run` do what an operation's function does."""
    for held in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        held.cache_clear()
    operation = type("Bound", (Operation,), {"run": staticmethod(run)})
    with patch.object(parsing, "CustomModel", operation), ExitStack() as stack:
        for kind in (rds.DBParameterGroup, rds.DBSubnetGroup):  # a Ref of them is their name, and moto gives the object
            named = property(lambda made: made.resource_id)
            stack.enter_context(patch.object(kind, "physical_resource_id", named, create=True))
        yield
