"""The one table from a function's declared capabilities to IAM statements, security groups and environment variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from infra.constructs import restore_permissions, upload_permissions
from infra.constructs.origin_key import PARAMETERS, SENT
from infra.context import (
    ANY_SERVER_REASON,
    DATABASE_NAME,
    DATABASE_PORT,
    MASTER_USER,
    DatabaseRef,
    NetworkRef,
    StageContext,
    any_server,
)
from infra.delivery.assets import RDS_CERTIFICATES
from infra.names import archive_export, exports_export
from progressive_flow.content.events import UploadInspected
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import DATABASE_ROLES, Capability
from progressive_flow.kernel.events import bus
from progressive_flow.kernel.tasks.events import TaskQueued


@dataclass(frozen=True, slots=True)
class DatabaseAccess:
    """The role to connect as; `direct` bypasses the proxy, `reads` may use the replica, `content` adds `sql/`."""

    role: str
    direct: bool = False
    reads: bool = False
    content: bool = False


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


@dataclass(frozen=True, slots=True)
class ServiceAccess:
    """An AWS service that a function calls: the statements that allow it, and the variables that name its resources.

    `wildcards` are resources with a `*`, as cdk-nag reports them, and `reason` why they cannot be narrower. `group` places the
    function in the VPC by itself, without database access.
    """

    statements: Sequence[iam.PolicyStatement]
    environment: Mapping[str, str]
    wildcards: Sequence[str] = ()
    reason: str = "The resource is all objects of one bucket, whose keys are unknown before they are written."
    group: ec2.ISecurityGroup | None = None


# What functions put on the bus themselves; all else goes through the outbox.
OWN_TOPICS = {Capability.TASKS: TaskQueued.topic, Capability.UPLOAD_INSPECTION: UploadInspected.topic}


def topics(capability: Capability) -> list[str]:
    """Return the topics that a function with this capability puts on the bus."""
    if capability in OWN_TOPICS:
        return [OWN_TOPICS[capability]]
    return sorted(registry.events().keys() - set(OWN_TOPICS.values()))


def _bus(capability: Capability) -> Callable[[StageContext], ServiceAccess]:
    """Allow the topics of a capability: a consumer believes what is on the bus, and deletes an account for one of them."""
    conditions = {
        "StringEquals": {"events:detail-type": topics(capability)},
        "ForAllValues:StringEquals": {"events:source": bus.SOURCE},
        "Null": {"events:source": "false"},  # ForAllValues is true of no value at all
    }

    def access(context: StageContext) -> ServiceAccess:
        arn = context.stores.bus_arn
        put = iam.PolicyStatement(actions=["events:PutEvents"], resources=[arn], conditions=conditions)
        return ServiceAccess([put], {"EVENT_BUS": arn})

    return access


def _archive(context: StageContext) -> ServiceAccess:
    stores = context.stores
    objects = _allow(["s3:GetObject", "s3:PutObject"], f"{stores.archive_arn}/*")
    wildcard = f"{archive_export(context.config.stage)}/*"
    return ServiceAccess([objects], {"ARCHIVE_BUCKET": stores.archive_name}, [wildcard])


def _exports(context: StageContext) -> ServiceAccess:
    stores = context.stores
    # A presigned link is read with the permissions of the function that signed it.
    objects = _allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], f"{stores.exports_arn}/exports/*")
    bucket = _allow(["s3:ListBucket"], stores.exports_arn)
    wildcard = f"{exports_export(context.config.stage)}/exports/*"
    return ServiceAccess([objects, bucket], {"EXPORT_BUCKET": stores.exports_name}, [wildcard])


def _uploads(capability: Capability) -> Callable[[StageContext], ServiceAccess]:
    """Allow what a capability does with uploads; the inspection reports on the bus as well."""

    def access(context: StageContext) -> ServiceAccess:
        stores = context.stores
        statements = upload_permissions.statements(capability, stores)
        environment = {"MEDIA_BUCKET": stores.media_name}
        if capability in OWN_TOPICS:
            published = _bus(capability)(context)
            statements, environment = [*statements, *published.statements], {**environment, **published.environment}
        return ServiceAccess(statements, environment, upload_permissions.wildcards(capability, context.config.stage))

    return access


def _accounts(context: StageContext) -> ServiceAccess:
    pool = context.user_pool
    if pool is None:
        raise ValueError("functions that change accounts are created after the user pool")
    actions = [f"cognito-idp:{action}" for action in ("AdminCreateUser", "AdminDeleteUser")]
    return ServiceAccess([_allow(actions, pool.user_pool_arn)], {"USER_POOL_ID": pool.user_pool_id})


def _restores(context: StageContext) -> ServiceAccess:
    if context.restore_checker is None:
        raise ValueError("functions that restore a backup are created after the restores stack of a stage with backups")
    checker = context.restore_checker.function_arn
    return ServiceAccess(
        restore_permissions.statements(context, checker),
        restore_permissions.environment(context, checker),
        [restore_permissions.every_snapshot(context)],
        "Snapshots are named by whoever takes them, and the newest is restored: the resource is all snapshots, nothing else.",
    )


def _master_secret(context: StageContext) -> ServiceAccess:
    database = context.database
    secret = database.server.secret.secret_arn
    via = {"StringEquals": {"kms:ViaService": f"secretsmanager.{context.config.region}.amazonaws.com"}}
    key = iam.PolicyStatement(actions=["kms:Decrypt"], resources=[database.key.key_arn], conditions=via)
    variables = {**_direct_environment(database), "DATABASE_SECRET": secret}
    read = _allow(["secretsmanager:GetSecretValue"], secret)
    connect = _allow(["rds-db:connect"], database.user_arn(MASTER_USER, direct=True))
    wildcard = any_server(context.config, MASTER_USER)
    return ServiceAccess([read, key, connect], variables, [wildcard], ANY_SERVER_REASON, context.network.preparation)


def _restored_copy(context: StageContext) -> ServiceAccess:
    """Allow signing in to two servers, the database and its restored copy, as the same role."""
    database = context.database
    connect = _allow(["rds-db:connect"], database.user_arn(RESTORE_ROLE, direct=True))
    variables = {**_direct_environment(database), "DATABASE_IAM": "1"}
    wildcard = any_server(context.config, RESTORE_ROLE)
    return ServiceAccess([connect], variables, [wildcard], ANY_SERVER_REASON, context.network.operations)


def _origin_keys(context: StageContext) -> ServiceAccess:
    secret = context.origin_secret
    if secret is None:
        raise ValueError("the rotation is created after the secret of a stage with CloudFront")
    secret_actions = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    parameters, sent = (
        secret.stack.format_arn(service="ssm", resource="parameter", resource_name=name.removeprefix("/"))
        for name in (f"{PARAMETERS}*", SENT)
    )
    return ServiceAccess(
        [
            _allow(secret_actions, secret.secret_arn),
            _allow(["ssm:PutParameter"], parameters),
            _allow(["ssm:GetParameter"], sent),
        ],
        {"ORIGIN_SECRET": secret.secret_arn, "ORIGIN_PARAMETERS": PARAMETERS, "ORIGIN_SENT": SENT},
        [f"arn:aws:ssm:{context.config.region}:<AWS::AccountId>:parameter{PARAMETERS}*"],
        "Each generation has a parameter under this path, and old ones stay for releases that are rolled back.",
    )


def _proof_key(context: StageContext) -> ServiceAccess:
    secret = _proof_secret(context)
    return ServiceAccess([_allow(["secretsmanager:GetSecretValue"], secret)], {"PROOF_SECRET": secret})


def _proof_key_rotation(context: StageContext) -> ServiceAccess:
    secret = _proof_secret(context)
    actions = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    return ServiceAccess([_allow(actions, secret)], {"PROOF_SECRET": secret}, group=context.network.preparation)


def _proof_secret(context: StageContext) -> str:
    if context.proof_secret is None:
        raise ValueError("functions that sign proofs are created after the secret of their key")
    return context.proof_secret.secret_arn


def _direct_environment(database: DatabaseRef) -> dict[str, str]:
    return {
        "DATABASE_HOST": database.host(direct=True),
        "DATABASE_PORT": str(DATABASE_PORT),
        "DATABASE_NAME": DATABASE_NAME,
        **certificates(database, direct=True),
    }


RESTORE_ROLE = "scheduler"
SERVICES: dict[Capability, Callable[[StageContext], ServiceAccess]] = {
    Capability.TASKS: _bus(Capability.TASKS),
    Capability.OUTBOX: _bus(Capability.OUTBOX),
    Capability.ARCHIVE: _archive,
    Capability.EXPORTS: _exports,
    **{capability: _uploads(capability) for capability in upload_permissions.OBJECTS},
    Capability.IDENTITY_PROVIDER: _accounts,
    Capability.RESTORES: _restores,
    Capability.MASTER_SECRET: _master_secret,
    Capability.RESTORED_COPY: _restored_copy,
    Capability.ORIGIN_KEYS: _origin_keys,
    Capability.PROOF_KEY: _proof_key,
    Capability.PROOF_KEY_ROTATION: _proof_key_rotation,
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


def connect_statements(access: DatabaseAccess, database: DatabaseRef) -> list[iam.PolicyStatement]:
    """Allow signing in as exactly this role to exactly this database."""
    return [_allow(["rds-db:connect"], database.user_arn(access.role, direct=access.direct, reads=access.reads))]


def database_environment(access: DatabaseAccess, database: DatabaseRef) -> dict[str, str]:
    """Return the endpoint and the role to connect with; the password is an IAM token, created for each connection."""
    variables = {
        "DATABASE_HOST": database.host(direct=access.direct, reads=access.reads),
        "DATABASE_PORT": str(DATABASE_PORT),
        "DATABASE_NAME": DATABASE_NAME,
        "DATABASE_USER": access.role,
        "DATABASE_IAM": "1",
    }
    if not database.config.pipeline:
        variables["DATABASE_PIPELINE"] = "0"
    if access.content:
        variables["PROGRESSIVE_FLOW_ROOT"] = "/opt"
    return variables | certificates(database, direct=access.direct or database.uses_replica(reads=access.reads))


def certificates(database: DatabaseRef, *, direct: bool) -> dict[str, str]:
    """Name the RDS certificate bundle for connections to the server; the system's store already trusts a proxy's."""
    return {"DATABASE_CA": f"/opt/{RDS_CERTIFICATES}"} if database.proxy_unless(direct=direct) is None else {}


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
        Capability.OUTBOX: network.publishers,
        Capability.ARCHIVE: network.storers,
        Capability.EXPORTS: network.storers,
        Capability.UPLOAD_KEEPING: network.storers,
    }
    return [inbound, *own, *(outbound[need] for need in needs if need in outbound)]


def vpc_statements(function_arn: str) -> list[iam.PolicyStatement]:
    """Allow the Lambda service to attach the function to the VPC, and deny the same to the function's own code."""
    actions = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ]
    source = {"ArnEquals": {"lambda:SourceFunctionArn": function_arn}}
    return [
        _allow(actions, "*"),
        iam.PolicyStatement(actions=actions, resources=["*"], effect=iam.Effect.DENY, conditions=source),
    ]


def tracing_statement() -> iam.PolicyStatement:
    """Allow what the Lambda service sends to X-Ray on behalf of a traced function."""
    return _allow(["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*")


def _allow(actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=actions, resources=list(resources))
