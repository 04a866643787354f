"""The Cognito user pool, its clients, the administrators' group, and the pool's Lambda triggers."""

from __future__ import annotations

from aws_cdk import CfnOutput, Duration
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config, Sender
from infra.constructs.console_sign_in import ConsoleSignIn, attributes
from infra.constructs.function import FunctionSpec, FunctionStack, PlatformFunction
from infra.context import SignIn, StageContext
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.triggers import CognitoEvent, Trigger
from progressive_flow.kernel.principal import PLATFORM_ADMIN

# Version 2 of the token event includes access tokens; version 1 has identity tokens only.
COGNITO_EVENTS = {
    CognitoEvent.POST_CONFIRMATION: (cognito.UserPoolOperation.POST_CONFIRMATION, cognito.LambdaVersion.V1_0),
    CognitoEvent.PRE_TOKEN_GENERATION: (
        cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
        cognito.LambdaVersion.V2_0,
    ),
}


class Identity(FunctionStack):
    """The user pool. Learners sign in by e-mail address; the platform never receives a password."""

    def __init__(self, scope: Construct, context: StageContext) -> None:
        super().__init__(scope, "identity", context)
        self.pool = self._pool(context.config)
        self.client = self._client()
        self.console = ConsoleSignIn(self, self.pool, context.config) if context.config.console_origin else None
        cognito.CfnUserPoolGroup(
            self,
            "PlatformAdmin",
            user_pool_id=self.pool.user_pool_id,
            group_name=PLATFORM_ADMIN,
            description="May call the administrators' routes",
        )
        for trigger in (function.declaration for function in registry.triggers()):
            operation, version = COGNITO_EVENTS[trigger.event]
            function = PlatformFunction(self, self._spec(trigger))
            self.pool.add_trigger(operation, function.live, version)
            if trigger.event is CognitoEvent.PRE_TOKEN_GENERATION and context.config.admin_second_factor:
                self._allow_reading_factors(function)
        CfnOutput(self, "UserPoolId", value=self.pool.user_pool_id)
        CfnOutput(self, "ClientId", value=self.client.user_pool_client_id)

    @property
    def audiences(self) -> list[str]:
        """The clients whose tokens the API accepts."""
        console = [self.console.client.user_pool_client_id] if self.console else []
        return [self.client.user_pool_client_id, *console]

    @property
    def issuer(self) -> str:
        """The `iss` claim of the pool's tokens."""
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.pool.user_pool_id}"

    @property
    def sign_in(self) -> SignIn:
        """Return what the console needs to sign people in."""
        described = f"https://cognito-idp.{self.region}.amazonaws.com"
        if self.console is None:  # the first deployment of a stage without a domain: nobody signs in to its console yet
            return SignIn(self.issuer, self.client.user_pool_client_id, (described,))
        return SignIn(self.issuer, self.console.client.user_pool_client_id, (described, self.console.domain.base_url()))

    def _spec(self, trigger: Trigger) -> FunctionSpec:
        required = trigger.event is CognitoEvent.PRE_TOKEN_GENERATION and self.config.admin_second_factor
        return FunctionSpec(trigger, {"ADMIN_SECOND_FACTOR": "1"} if required else {})

    def _allow_reading_factors(self, function: PlatformFunction) -> None:
        """Allow a trigger to read an account's second factors: in a policy of its own, since the pool refers to the function."""
        read = iam.PolicyStatement(actions=["cognito-idp:AdminGetUser"], resources=[self.pool.user_pool_arn])
        iam.CfnPolicy(
            self,
            "SecondFactors",
            policy_name="second-factors",
            policy_document=iam.PolicyDocument(statements=[read]),
            roles=[function.role.role_name],
        )

    def _pool(self, config: Config) -> cognito.UserPool:
        full = cognito.StandardThreatProtectionMode.FULL_FUNCTION
        pool = cognito.UserPool(
            self,
            "Pool",
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            self_sign_up_enabled=True,
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            keep_original=cognito.KeepOriginalAttrs(email=True),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=False,
            ),
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            feature_plan=cognito.FeaturePlan.PLUS if config.threat_protection else cognito.FeaturePlan.ESSENTIALS,
            standard_threat_protection_mode=full if config.threat_protection else None,
            email=_email(config.email) if config.email else None,
            deletion_protection=config.deletion_protection,
            removal_policy=self.removal,
        )
        reason = "Length protects better than symbols: twelve characters of three classes, the same as the local pool."
        acknowledge(pool, reason, "AwsSolutions-COG1")
        reason = "A second factor is each learner's choice, and the pre-token trigger requires one of administrators."
        acknowledge(pool, reason, "AwsSolutions-COG2")
        if not config.threat_protection:
            reason = (
                "Threat protection needs the Plus plan with a higher price a user: an option of the stage, on in prod."
            )
            acknowledge(pool, reason, "AwsSolutions-COG3", "AwsSolutions-COG8")
        return pool

    def _client(self) -> cognito.UserPoolClient:
        return self.pool.add_client(
            "Client",
            generate_secret=False,  # browsers and phones cannot keep a secret
            # admin_user_password requires an administrator's AWS credentials: the smoke test signs in by it
            auth_flows=cognito.AuthFlow(user_srp=True, admin_user_password=True),
            disable_o_auth=True,
            prevent_user_existence_errors=True,
            # by default a learner's token may write every standard attribute
            write_attributes=attributes(),
            read_attributes=attributes(verified=True),
            enable_token_revocation=True,
            access_token_validity=Duration.hours(1),
            id_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(30),
        )


def _email(sender: Sender) -> cognito.UserPoolEmail:
    """Send by SES. It stands in the template, because an update of the pool resets what the template does not name."""
    return cognito.UserPoolEmail.with_ses(
        from_email=sender.address,
        from_name=sender.name,
        ses_region=sender.region,
        ses_verified_domain=sender.address.rpartition("@")[2],
    )
