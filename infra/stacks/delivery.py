"""Whom GitHub's workflow is in this account: a role that no key opens, only a token of this repository and environment."""

from __future__ import annotations

from aws_cdk import ArnFormat, Aws, CfnOutput, Duration
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.stack import PlatformStack
from infra.names import SERVICE

ISSUER = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"
DEPLOYING = ("deploy", "file-publishing", "lookup")  # the CDK's roles that a deploy takes on


class Delivery(PlatformStack):
    """Deployed once by hand, before the first release by workflow: it may do what the workflow may not."""

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "delivery", config)
        provider = iam.CfnOIDCProvider(self, "GitHub", url=f"https://{ISSUER}", client_id_list=[AUDIENCE])
        whose = f"repo:{config.repository}:environment:{config.stage}"
        self._reader(provider)
        role = iam.Role(
            self,
            "Role",
            role_name=f"{SERVICE}-delivery",
            description=f"Releases of {config.repository} to {config.stage}",
            max_session_duration=Duration.hours(2),
            assumed_by=iam.FederatedPrincipal(
                provider.attr_arn,
                {"StringEquals": {f"{ISSUER}:aud": AUDIENCE, f"{ISSUER}:sub": whose}},
                "sts:AssumeRoleWithWebIdentity",
            ),
            inline_policies={"release": iam.PolicyDocument(statements=self._statements())},
        )
        CfnOutput(self, "RoleArn", value=role.role_arn, description="The variable AWS_ROLE of GitHub's environment")
        reason = (
            "Functions and the pool are named by prefix or made by CloudFormation: the names are not known beforehand."
        )
        acknowledge(role, reason, *self._wide())

    def _reader(self, provider: iam.CfnOIDCProvider) -> None:
        """Make the role by which a pull request is told what it would change: it looks, as the CDK's own role for that."""
        roles = f"arn:aws:iam::{Aws.ACCOUNT_ID}:role/cdk-*-lookup-role-*"
        look = iam.PolicyStatement(actions=["sts:AssumeRole"], resources=[roles])
        whose = f"repo:{self.config.repository}:pull_request"
        role = iam.Role(
            self,
            "Reader",
            role_name=f"{SERVICE}-diff",
            description=f"Pull requests of {self.config.repository} compare with {self.config.stage}",
            assumed_by=iam.FederatedPrincipal(
                provider.attr_arn,
                {"StringEquals": {f"{ISSUER}:aud": AUDIENCE, f"{ISSUER}:sub": whose}},
                "sts:AssumeRoleWithWebIdentity",
            ),
            inline_policies={"look": iam.PolicyDocument(statements=[look])},
        )
        reason = "The CDK's bootstrap names its roles by account and region, and this may take on the one that looks."
        acknowledge(role, reason, "AwsSolutions-IAM5[Resource::arn:aws:iam::<AWS::AccountId>:role/cdk-*-lookup-role-*]")
        CfnOutput(self, "DiffRoleArn", value=role.role_arn, description="The variable AWS_DIFF_ROLE of the repository")

    def _statements(self) -> list[iam.PolicyStatement]:
        """Deploy as the CDK's own roles do; move and tidy releases; try one out as a learner of its own."""
        functions = self.format_arn(
            service="lambda",
            resource="function",
            resource_name=f"{SERVICE}-*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        stacks = self.format_arn(service="cloudformation", resource="stack", resource_name=f"{SERVICE}-*")
        pools = self.format_arn(service="cognito-idp", resource="userpool", resource_name="*")
        roles = [f"arn:aws:iam::{Aws.ACCOUNT_ID}:role/cdk-*-{kind}-role-*" for kind in DEPLOYING]
        releases = ["lambda:DeleteFunction", "lambda:GetAlias", "lambda:ListVersionsByFunction", "lambda:UpdateAlias"]
        trying = ["AdminCreateUser", "AdminDeleteUser", "AdminInitiateAuth", "AdminSetUserPassword"]
        tagged = {"StringEquals": {"aws:ResourceTag/service": SERVICE}}
        return [
            iam.PolicyStatement(actions=["sts:AssumeRole"], resources=roles),
            iam.PolicyStatement(actions=["cloudformation:DescribeStacks"], resources=[stacks]),
            iam.PolicyStatement(actions=releases, resources=[functions]),
            iam.PolicyStatement(actions=["lambda:ListFunctions"], resources=["*"]),  # takes no narrower one
            iam.PolicyStatement(
                actions=[f"cognito-idp:{each}" for each in trying], resources=[pools], conditions=tagged
            ),
        ]

    def _wide(self) -> list[str]:
        """Return cdk-nag's names of what is granted by a prefix."""
        here = f"{self.config.region}:<AWS::AccountId>"
        granted = (
            "*",
            f"arn:aws:cloudformation:{here}:stack/{SERVICE}-*",
            f"arn:aws:cognito-idp:{here}:userpool/*",
            *(f"arn:aws:iam::<AWS::AccountId>:role/cdk-*-{kind}-role-*" for kind in DEPLOYING),
            f"arn:aws:lambda:{here}:function:{SERVICE}-*",
        )
        return [f"AwsSolutions-IAM5[Resource::{each}]" for each in granted]
