"""The AWS services that functions call: the statements that allow it, and the variables that name the resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from infra.constructs import restore_permissions, upload_permissions
from infra.constructs.database_access import direct_environment
from infra.constructs.origin_key import PARAMETERS, SENT
from infra.context import ANY_SERVER_REASON, MASTER_USER, StageContext, any_server
from infra.names import MAILS, archive_export, exports_export
from progressive_flow.content.events import UploadInspected
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.events import bus
from progressive_flow.kernel.tasks.events import TaskAnswered, TaskQueued, TaskSent

RESTORE_ROLE = "scheduler"


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
OWN_TOPICS = {
    Capability.TASKS: TaskQueued.topic,
    Capability.OUTSIDE_TASKS: TaskSent.topic,
    Capability.ISOLATED_TASKS: TaskSent.topic,
    Capability.TASK_ANSWERS: TaskAnswered.topic,
    Capability.UPLOAD_INSPECTION: UploadInspected.topic,
}


def topics(capability: Capability) -> list[str]:
    """Return the topics that a function with this capability puts on the bus."""
    if capability in OWN_TOPICS:
        return [OWN_TOPICS[capability]]
    return sorted(registry.events().keys() - set(OWN_TOPICS.values()))


def bus_topics(capability: Capability) -> Callable[[StageContext], ServiceAccess]:
    """Allow the topics of a capability: a consumer believes what is on the bus, and deletes an account for one of them."""

    def access(context: StageContext) -> ServiceAccess:
        arn = context.stores.bus_arn
        return ServiceAccess([_put_topics(capability, arn)], {"EVENT_BUS": arn})

    return access


def isolated_bus(context: StageContext) -> ServiceAccess:
    """Allow to send tasks to the bus of functions without a way out."""
    arn = context.stores.isolated_bus_arn
    return ServiceAccess([_put_topics(Capability.ISOLATED_TASKS, arn)], {"ISOLATED_BUS": arn})


def _put_topics(capability: Capability, bus_arn: str) -> iam.PolicyStatement:
    conditions = {
        "StringEquals": {"events:detail-type": topics(capability)},
        "ForAllValues:StringEquals": {"events:source": bus.SOURCE},
        "Null": {"events:source": "false"},  # ForAllValues is true of no value at all
    }
    return iam.PolicyStatement(actions=["events:PutEvents"], resources=[bus_arn], conditions=conditions)


def archive(context: StageContext) -> ServiceAccess:
    """Allow to write months to the archive and to read them again."""
    stores = context.stores
    objects = _allow(["s3:GetObject", "s3:PutObject"], f"{stores.archive_arn}/*")
    wildcard = f"{archive_export(context.config.stage)}/*"
    return ServiceAccess([objects], {"ARCHIVE_BUCKET": stores.archive_name}, [wildcard])


def exports(context: StageContext) -> ServiceAccess:
    """Allow to write, sign and delete the exports of accounts."""
    stores = context.stores
    # A presigned link is read with the permissions of the function that signed it.
    objects = _allow(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], f"{stores.exports_arn}/exports/*")
    bucket = _allow(["s3:ListBucket"], stores.exports_arn)
    wildcard = f"{exports_export(context.config.stage)}/exports/*"
    return ServiceAccess([objects, bucket], {"EXPORT_BUCKET": stores.exports_name}, [wildcard])


def uploads(capability: Capability) -> Callable[[StageContext], ServiceAccess]:
    """Allow what a capability does with uploads; the inspection reports on the bus as well."""

    def access(context: StageContext) -> ServiceAccess:
        stores = context.stores
        statements = upload_permissions.statements(capability, stores)
        environment = {"MEDIA_BUCKET": stores.media_name}
        if capability is Capability.UPLOAD_LINKS and stores.media_host:
            environment |= {"MEDIA_HOST": stores.media_host}
        if capability in OWN_TOPICS:
            published = bus_topics(capability)(context)
            statements, environment = [*statements, *published.statements], {**environment, **published.environment}
        return ServiceAccess(statements, environment, upload_permissions.wildcards(capability, context.config.stage))

    return access


def mail(context: StageContext) -> ServiceAccess:
    """Allow to send mail from the stage's address, by its configuration set; nothing where it has no address.

    SES asks for the permission on both: the identity that sends, and the configuration set that is named.
    """
    sender = context.config.mail_from
    if not sender:
        return ServiceAccess([], {})
    stack = context.database.stack
    resources = [
        stack.format_arn(service="ses", resource="identity", resource_name=sender.rpartition("@")[2]),
        stack.format_arn(service="ses", resource="configuration-set", resource_name=MAILS),
    ]
    send = iam.PolicyStatement(
        actions=["ses:SendEmail"], resources=resources, conditions={"StringEquals": {"ses:FromAddress": sender}}
    )
    return ServiceAccess([send], {"MAIL_FROM": f"Progressive Flow <{sender}>", "MAIL_CONFIGURATION": MAILS})


def mail_links(context: StageContext) -> ServiceAccess:
    """Name where links in mails lead, which allows nothing; nothing where the stage sends none."""
    config = context.config
    if not (config.mail_from and config.domain):
        return ServiceAccess([], {})
    return ServiceAccess([], {"MAIL_API": f"https://{config.domain.name}", "MAIL_PAGE": config.mail_page})


def accounts(context: StageContext) -> ServiceAccess:
    """Allow to create and delete accounts of the user pool."""
    pool = context.user_pool
    if pool is None:
        raise ValueError("functions that change accounts are created after the user pool")
    actions = [f"cognito-idp:{action}" for action in ("AdminCreateUser", "AdminDeleteUser")]
    return ServiceAccess([_allow(actions, pool.user_pool_arn)], {"USER_POOL_ID": pool.user_pool_id})


def restores(context: StageContext) -> ServiceAccess:
    """Allow to restore a snapshot, to verify the copy and to delete it."""
    if context.restore_checker is None:
        raise ValueError("functions that restore a backup are created after the restores stack of a stage with backups")
    checker = context.restore_checker.function_arn
    return ServiceAccess(
        restore_permissions.statements(context, checker),
        restore_permissions.environment(context, checker),
        [restore_permissions.every_snapshot(context)],
        "Snapshots are named by whoever takes them, and the newest is restored: the resource is all snapshots, nothing else.",
    )


def master_secret(context: StageContext) -> ServiceAccess:
    """Allow to connect as the server's master user, whose password is in a secret."""
    database = context.database
    secret = database.server.secret.secret_arn
    via = {"StringEquals": {"kms:ViaService": f"secretsmanager.{context.config.region}.amazonaws.com"}}
    key = iam.PolicyStatement(actions=["kms:Decrypt"], resources=[database.key.key_arn], conditions=via)
    variables = {**direct_environment(database), "DATABASE_SECRET": secret}
    read = _allow(["secretsmanager:GetSecretValue"], secret)
    connect = _allow(["rds-db:connect"], database.user_arn(MASTER_USER, direct=True))
    wildcard = any_server(context.config, MASTER_USER)
    return ServiceAccess([read, key, connect], variables, [wildcard], ANY_SERVER_REASON, context.network.preparation)


def restored_copy(context: StageContext) -> ServiceAccess:
    """Allow signing in to two servers, the database and its restored copy, as the same role."""
    database = context.database
    connect = _allow(["rds-db:connect"], database.user_arn(RESTORE_ROLE, direct=True))
    variables = {**direct_environment(database), "DATABASE_IAM": "1"}
    wildcard = any_server(context.config, RESTORE_ROLE)
    return ServiceAccess([connect], variables, [wildcard], ANY_SERVER_REASON, context.network.operations)


def origin_keys(context: StageContext) -> ServiceAccess:
    """Allow to rotate the key with which CloudFront proves itself."""
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


def proof_key(context: StageContext) -> ServiceAccess:
    """Allow to read the key that signs who makes a request."""
    secret = _proof_secret(context)
    return ServiceAccess([_allow(["secretsmanager:GetSecretValue"], secret)], {"PROOF_SECRET": secret})


def proof_key_rotation(context: StageContext) -> ServiceAccess:
    """Allow to replace the key that signs who makes a request."""
    secret = _proof_secret(context)
    actions = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    return ServiceAccess([_allow(actions, secret)], {"PROOF_SECRET": secret}, group=context.network.preparation)


def _proof_secret(context: StageContext) -> str:
    if context.proof_secret is None:
        raise ValueError("functions that sign proofs are created after the secret of their key")
    return context.proof_secret.secret_arn


def _allow(actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=actions, resources=list(resources))
