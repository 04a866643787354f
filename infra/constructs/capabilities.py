"""The one table from a function's declared capabilities to its access: to the database, to AWS services, in the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from aws_cdk import aws_ec2 as ec2

from infra.constructs import service_access, upload_permissions
from infra.constructs.database_access import DatabaseAccess
from infra.constructs.service_access import ServiceAccess
from infra.context import NetworkRef, StageContext
from progressive_flow.kernel.declarations.models import DATABASE_ROLES, Capability

DATABASE_ACCESS: dict[Capability, DatabaseAccess] = {
    capability: DatabaseAccess(
        role,
        reads=capability is Capability.DATABASE_READS,
        # Migrations hold session locks and run for minutes; a proxy supports neither well.
        direct=role == "migrator",
        content=role == "migrator",
    )
    for capability, role in DATABASE_ROLES.items()
}
SERVICES: dict[Capability, Callable[[StageContext], ServiceAccess]] = {
    **{
        capability: service_access.bus_topics(capability)
        for capability in (Capability.TASKS, Capability.OUTSIDE_TASKS, Capability.TASK_ANSWERS, Capability.OUTBOX)
    },
    Capability.ISOLATED_TASKS: service_access.isolated_bus,
    Capability.ARCHIVE: service_access.archive,
    Capability.EXPORTS: service_access.exports,
    **{capability: service_access.uploads(capability) for capability in upload_permissions.OBJECTS},
    Capability.IDENTITY_PROVIDER: service_access.accounts,
    Capability.MAIL: service_access.mail,
    Capability.MAIL_LINKS: service_access.mail_links,
    Capability.RESTORES: service_access.restores,
    Capability.MASTER_SECRET: service_access.master_secret,
    Capability.RESTORED_COPY: service_access.restored_copy,
    Capability.ORIGIN_KEYS: service_access.origin_keys,
    Capability.PROOF_KEY: service_access.proof_key,
    Capability.PROOF_KEY_ROTATION: service_access.proof_key_rotation,
}


def services(needs: Iterable[Capability], context: StageContext) -> list[ServiceAccess]:
    """Return the access to AWS services that capabilities require."""
    return [SERVICES[need](context) for need in needs if need in SERVICES]


def database_access(needs: Iterable[Capability]) -> DatabaseAccess | None:
    """Return the access to the database that capabilities require; a function has one connection, and so one role."""
    required = [DATABASE_ACCESS[need] for need in needs if need in DATABASE_ACCESS]
    if len(required) > 1:
        raise ValueError(f"a function connects as one role, not as {' and '.join(access.role for access in required)}")
    return required[0] if required else None


def security_groups(
    access: DatabaseAccess | None, services: Iterable[ServiceAccess], needs: Iterable[Capability], network: NetworkRef
) -> list[ec2.ISecurityGroup]:
    """Return the security groups of a function in the VPC; none means that it runs outside the VPC."""
    own = [service.group for service in services if service.group]
    if access is None:
        return own
    inbound = network.readers if access.reads else network.operations if access.direct else network.callers
    outbound: dict[Capability, ec2.ISecurityGroup] = {
        Capability.TASKS: network.publishers,
        Capability.OUTSIDE_TASKS: network.publishers,
        Capability.ISOLATED_TASKS: network.publishers,
        Capability.OUTBOX: network.publishers,
        Capability.ARCHIVE: network.storers,
        Capability.EXPORTS: network.storers,
        Capability.UPLOAD_KEEPING: network.storers,
        Capability.UPLOAD_READS: network.storers,
        Capability.CONTENT_EXPORTS: network.storers,
    }
    return [inbound, *own, *dict.fromkeys(outbound[need] for need in needs if need in outbound)]
