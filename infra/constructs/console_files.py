"""The upload of the console's files at a deploy: first what pages load, then the page that loads it.

Files of earlier releases stay, since a page that is open in somebody's browser still loads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_assets as s3_assets
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from infra.checks import acknowledge
from infra.constructs.stack import PlatformStack, log_group
from progressive_flow.kernel.declarations import console

ASSETS = f"{console.ASSETS.lstrip('/')}*"
# The preview is on another host, and the settings are those of the deploy.
NOT_SERVED = [console.PREVIEW.lstrip("/"), console.SETTINGS.lstrip("/")]


def upload(stack: PlatformStack, folder: Path, settings: Mapping[str, str], bucket: s3.Bucket) -> None:
    """Upload a folder, with the settings as `config.json`; CloudFormation fills in what other stacks made."""
    uploads = _Uploads(stack, bucket)
    built = deployment.Source.asset(str(folder), exclude=NOT_SERVED)
    written = deployment.Source.json_data(console.SETTINGS.lstrip("/"), dict(settings))
    loaded = uploads.add("Assets", console.ASSETS, [built], exclude=["*"], include=[ASSETS])
    pages = uploads.add("Pages", console.INDEX, [built, written], exclude=[ASSETS])
    pages.node.add_dependency(loaded)
    uploads.allow_reading(loaded, pages)


class _Uploads(Construct):
    """The function that copies files, with a role of its own: the library's would read every bundle of the account."""

    def __init__(self, stack: PlatformStack, bucket: s3.Bucket) -> None:
        super().__init__(stack, "Uploads")
        self._stack, self._bucket = stack, bucket
        self._logs = log_group(self, "Logs", days=stack.log_days, removal=stack.removal)
        statements = [
            iam.PolicyStatement(
                actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[self._logs.log_group_arn]
            ),
            iam.PolicyStatement(actions=["s3:ListBucket"], resources=[bucket.bucket_arn]),
            iam.PolicyStatement(actions=["s3:PutObject"], resources=[bucket.arn_for_objects("*")]),
        ]
        self._role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description="Uploads the console",
            inline_policies={"upload": iam.PolicyDocument(statements=statements)},
        )
        name = stack.get_logical_id(cast("s3.CfnBucket", bucket.node.default_child))
        reason = "It writes the files of a bucket that has nothing else."
        acknowledge(self._role, reason, f"AwsSolutions-IAM5[Resource::<{name}.Arn>/*]")

    def add(
        self,
        name: str,
        like: str,
        sources: list[deployment.ISource],
        *,
        exclude: list[str],
        include: list[str] | None = None,
    ) -> deployment.BucketDeployment:
        """Upload what the filters leave, with the header that says how long browsers keep a file such as `like`."""
        return deployment.BucketDeployment(
            self,
            name,
            sources=sources,
            destination_bucket=self._bucket,
            exclude=exclude,
            include=include,
            prune=False,
            cache_control=[deployment.CacheControl.from_string(console.cache_control(like))],
            role=self._role.without_policy_updates(),
            log_group=self._logs,
        )

    def allow_reading(self, *deployments: deployment.BucketDeployment) -> None:
        """Allow to read the archives that were uploaded to the bootstrap's bucket, and no other file of it."""
        archives = [child for each in deployments for child in each.node.children if isinstance(child, s3_assets.Asset)]
        arns = sorted({archive.bucket.arn_for_objects(archive.s3_object_key) for archive in archives})
        read = iam.Policy(
            self,
            "Read",
            statements=[iam.PolicyStatement(actions=["s3:GetObject"], resources=arns)],
            roles=[self._role],
        )
        for each in deployments:
            each.node.add_dependency(read)
        self._acknowledge()

    def _acknowledge(self) -> None:
        """Accept what the library decides of its function, which all uploads of a stack share."""
        (function,) = (
            each for each in self._stack.node.children if each.node.id.startswith("Custom::CDKBucketDeployment")
        )
        reason = "The library chooses the runtime, and an update of it brings the next one."
        acknowledge(function, reason, "AwsSolutions-L1", "Serverless-LambdaLatestVersion")
        acknowledge(function, "CloudFormation waits for the result and reports every failure.", "Serverless-LambdaDLQ")
        acknowledge(function, "It copies files once a deploy, and its log names each.", "Serverless-LambdaTracing")
