"""The order of a deploy, one that fails, and the resource types that moto lacks."""

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from tests.infra.cloudformation import deploying, moto_types
from tests.infra.cloudformation.deploying import NO_DOCKER, PREPARE, Assembly
from tests.support.clouds import simulated_aws


def test_an_operation_that_fails_fails_its_stack(assembly: Assembly) -> None:
    def fail(operation: str, _because: object) -> None:
        raise RuntimeError(f"{operation} failed")

    order = assembly.order()
    migrations = next(stack for stack in order if stack.endswith("-migrations"))
    with simulated_aws(NO_DOCKER), moto_types.plugged_in(fail):
        deploying.bootstrap(assembly)
        with pytest.raises((RuntimeError, ClientError), match=f"{PREPARE} failed"):
            deploying.deploy(assembly, order[: order.index(migrations) + 1])


def test_a_property_that_the_service_does_not_know_fails_the_stack() -> None:
    schedule = next(what for what in moto_types.TYPES if what.type == "AWS::Scheduler::Schedule")
    with simulated_aws(), pytest.raises(ParamValidationError, match="ScheduleExpresion"):
        moto_types._make(schedule, "name", {"ScheduleExpresion": "rate(1 minute)"}, "us-east-1")


def test_every_added_type_is_used_by_a_template(assembly: Assembly) -> None:
    assert {what.type for what in moto_types.TYPES} <= assembly.types()
    assert all(what.missing for what in moto_types.TYPES)


def test_stacks_are_deployed_after_what_they_need(assembly: Assembly) -> None:
    order = [name.removeprefix("progressive-flow-prod-") for name in assembly.order()]
    assert order.index("network") < order.index("database") < order.index("migrations") < order.index("endpoints-0")
    assert order.index("identity") < order.index("api") < order.index("endpoints-0")
