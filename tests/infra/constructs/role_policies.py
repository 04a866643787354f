"""What each function declares, and what its role's policies allow."""

from typing import Any

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability
from tests.infra.templates import Resource

DECLARED: dict[str, tuple[Capability, ...]] = {
    "functions.platform.answer_unknown_route": (),
    **{
        f"functions.{endpoint.route.domain}.{endpoint.route.name}": endpoint.route.capabilities
        for endpoint in registry.endpoints()
    },
    **{f"functions.scheduled.{job.schedule.name}": job.schedule.capabilities for job in registry.jobs()},
    **{
        f"functions.operations.{declared.declaration.name}": declared.declaration.capabilities
        for declared in registry.operations()
    },
    **{
        f"functions.triggers.{declared.declaration.name}": declared.declaration.capabilities
        for declared in registry.triggers()
    },
    **{declared.declaration.module: declared.declaration.capabilities for declared in registry.receivers()},
    **{declared.declaration.module: declared.declaration.capabilities for declared in registry.isolated_tasks()},
}
NAMES = registry.functions()
ISOLATED = {declared.declaration.module for declared in registry.isolated_tasks()}  # test_isolated_tasks.py
PREPARE = "progressive-flow-operations-prepare-cluster"  # signs in as the master, which is no capability of others
CHECKER = "progressive-flow-operations-check-restored"  # signs in to two servers: test_restores.py

INSPECTOR = "progressive-flow-operations-inspect-upload"  # no deployment invokes it, but an event: test_uploads.py


def statements(role: Resource) -> list[dict[str, Any]]:
    assert "ManagedPolicyArns" not in role.properties
    return [statement for policy in role.properties["Policies"] for statement in policy["PolicyDocument"]["Statement"]]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def actions(role: Resource, effect: str = "Allow") -> dict[str, list[Any]]:
    """Return the resources of every allowed or denied action."""
    return {
        action: listed(statement["Resource"])
        for statement in statements(role)
        if statement["Effect"] == effect
        for action in listed(statement["Action"])
    }
