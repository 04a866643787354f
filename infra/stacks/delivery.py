"""The IAM roles of GitHub's workflows: assumed by OIDC tokens of this repository only, without access keys."""

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
BOOTSTRAP_ROLES = ("deploy", "file-publishing", "lookup")  # the CDK's roles that a deploy assumes


class Delivery(PlatformStack):
    """The roles. This stack is deployed once by hand, since the workflow may not change its own permissions."""

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "delivery", config)
        provider = iam.CfnOIDCProvider(self, "GitHub", url=f"https://{ISSUER}", client_id_list=[AUDIENCE])
        self._add_diff_role(provider)
        role = iam.Role(
            self,
            "Role",
            role_name=f"{SERVICE}-delivery",
            description=f"Releases of {config.repository} to {config.stage}",
            max_session_duration=Duration.hours(2),
            assumed_by=_workflow(provider, f"{config.repository}:environment:{config.stage}"),
            inline_policies={"release": iam.PolicyDocument(statements=self._statements())},
        )
        CfnOutput(self, "RoleArn", value=role.role_arn, description="The variable AWS_ROLE of GitHub's environment")
        reason = (
            "Functions have a common prefix and CloudFormation names the pool, so exact ARNs are unknown at synthesis."
        )
        acknowledge(role, reason, *self._wildcard_findings())

    def _add_diff_role(self, provider: iam.CfnOIDCProvider) -> None:
        """Add the role by which a reviewed pull request compares its templates with the deployed ones.

        It reads templates and nothing else: the bootstrap's lookup role reads everything, learners' exports included.
        """
        stacks = self.format_arn(service="cloudformation", region="*", resource="stack", resource_name=f"{SERVICE}-*")
        actions = ["cloudformation:DescribeStacks", "cloudformation:GetTemplate"]
        read = iam.PolicyStatement(actions=actions, resources=[stacks])
        role = iam.Role(
            self,
            "Reader",
            role_name=f"{SERVICE}-diff",
            description=f"Pull requests of {self.config.repository} compare with {self.config.stage}",
            assumed_by=_workflow(provider, f"{self.config.repository}:environment:{self.config.stage}-diff"),
            inline_policies={"look": iam.PolicyDocument(statements=[read])},
        )
        reason = "CloudFormation appends an id to each stack's ARN, and the prefix is the platform's."
        acknowledge(
            role, reason, f"AwsSolutions-IAM5[Resource::arn:aws:cloudformation:*:<AWS::AccountId>:stack/{SERVICE}-*]"
        )
        CfnOutput(
            self, "DiffRoleArn", value=role.role_arn, description="The variable AWS_DIFF_ROLE of GitHub's environment"
        )

    def _statements(self) -> list[iam.PolicyStatement]:
        """Allow deploying by the CDK's roles, moving aliases and deleting versions, and the smoke test's learner account."""
        functions = self.format_arn(
            service="lambda",
            resource="function",
            resource_name=f"{SERVICE}-*",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        stacks = self.format_arn(service="cloudformation", resource="stack", resource_name=f"{SERVICE}-*")
        pools = self.format_arn(service="cognito-idp", resource="userpool", resource_name="*")
        roles = [f"arn:aws:iam::{Aws.ACCOUNT_ID}:role/cdk-*-{kind}-role-*" for kind in BOOTSTRAP_ROLES]
        release_actions = ["lambda:GetAlias", "lambda:ListVersionsByFunction", "lambda:UpdateAlias"]
        account_actions = ["AdminCreateUser", "AdminDeleteUser", "AdminInitiateAuth", "AdminSetUserPassword"]
        tagged = {"StringEquals": {"aws:ResourceTag/service": SERVICE}}
        return [
            iam.PolicyStatement(actions=["sts:AssumeRole"], resources=roles),
            iam.PolicyStatement(actions=["cloudformation:DescribeStacks"], resources=[stacks]),
            iam.PolicyStatement(actions=release_actions, resources=[functions]),
            iam.PolicyStatement(actions=["lambda:DeleteFunction"], resources=[f"{functions}:*"]),  # versions alone
            iam.PolicyStatement(actions=["lambda:ListFunctions"], resources=["*"]),  # supports no narrower resource
            iam.PolicyStatement(
                actions=[f"cognito-idp:{action}" for action in account_actions], resources=[pools], conditions=tagged
            ),
        ]

    def _wildcard_findings(self) -> list[str]:
        """Return cdk-nag's findings for the resources with a `*`."""
        here = f"{self.config.region}:<AWS::AccountId>"
        resources = (
            "*",
            f"arn:aws:cloudformation:{here}:stack/{SERVICE}-*",
            f"arn:aws:cognito-idp:{here}:userpool/*",
            *(f"arn:aws:iam::<AWS::AccountId>:role/cdk-*-{kind}-role-*" for kind in BOOTSTRAP_ROLES),
            f"arn:aws:lambda:{here}:function:{SERVICE}-*",
            f"arn:aws:lambda:{here}:function:{SERVICE}-*:*",
        )
        return [f"AwsSolutions-IAM5[Resource::{resource}]" for resource in resources]


def _workflow(provider: iam.CfnOIDCProvider, subject: str) -> iam.FederatedPrincipal:
    """Return jobs of GitHub's workflows, by repository and environment, whose rules of protection GitHub checks first."""
    claims = {f"{ISSUER}:aud": AUDIENCE, f"{ISSUER}:sub": f"repo:{subject}"}
    return iam.FederatedPrincipal(provider.attr_arn, {"StringEquals": claims}, "sts:AssumeRoleWithWebIdentity")
