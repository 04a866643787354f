"""Who did what to the account: CloudTrail, to a bucket that nobody changes. The platform's own is `platform.audit_log`."""

from __future__ import annotations

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE
from infra.stacks.stores import Stores

KEPT, FORGOTTEN = Duration.days(400), Duration.days(401)  # a year, and time to notice
GONE = Duration.days(1)  # what was forgotten is a former version from then on


class Audit(PlatformStack):
    """A trail of every change in every region, and of who read a learner's export or the archive."""

    def __init__(self, scope: Construct, config: Config, stores: Stores) -> None:
        super().__init__(scope, "audit", config)
        key = kms.Key(
            self, "Key", description="What the trail tells", enable_key_rotation=True, removal_policy=self.removal
        )
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            object_lock_default_retention=s3.ObjectLockRetention.governance(KEPT),
            lifecycle_rules=[s3.LifecycleRule(expiration=FORGOTTEN, noncurrent_version_expiration=GONE)],
            removal_policy=RemovalPolicy.RETAIN,
        )
        acknowledge(self.bucket, "It is itself the log of who reads and writes.", "AwsSolutions-S1")
        self._let_write(key)
        trail = cloudtrail.Trail(
            self,
            "Trail",
            trail_name=SERVICE,
            bucket=self.bucket,
            encryption_key=key,
            enable_file_validation=True,
            include_global_service_events=True,
            is_multi_region_trail=True,
            management_events=cloudtrail.ReadWriteType.WRITE_ONLY,
        )
        trail.add_s3_event_selector(
            [cloudtrail.S3EventSelector(bucket=stores.exports), cloudtrail.S3EventSelector(bucket=stores.archive)],
            include_management_events=True,
        )

    def _let_write(self, key: kms.Key) -> None:
        """Let CloudTrail encrypt for this one trail: the CDK grants nothing, and a trail without the right is refused."""
        trail = f"arn:aws:cloudtrail:{self.config.region}:{Aws.ACCOUNT_ID}:trail/{SERVICE}"
        writing = [iam.ServicePrincipal("cloudtrail.amazonaws.com")]
        of_ours = {"StringEquals": {"aws:SourceArn": trail}}
        context = {
            "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{Aws.ACCOUNT_ID}:trail/*"}
        }
        key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=writing, actions=["kms:GenerateDataKey*"], resources=["*"], conditions={**of_ours, **context}
            )
        )
        key.add_to_resource_policy(
            iam.PolicyStatement(principals=writing, actions=["kms:DescribeKey"], resources=["*"], conditions=of_ours)
        )
