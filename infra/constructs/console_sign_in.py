"""How people sign in to the console: Cognito's managed login, and the client whose tokens the console holds.

The local OpenID Connect provider has the same endpoints, flow, scopes and addresses (docs/reference/sign-in.md).
"""

from __future__ import annotations

from aws_cdk import Aws, CfnOutput, Duration
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.config import Config
from infra.names import SERVICE


class ConsoleSignIn(Construct):
    """The client, the domain of the pages, and their look, without which Cognito shows no page."""

    def __init__(self, scope: Construct, pool: cognito.UserPool, config: Config) -> None:
        super().__init__(scope, "Console")
        self.client = _client(pool, config.console_origin)
        # prefixes are unique in a region, and nobody else has the account's number
        prefix = cognito.CognitoDomainOptions(domain_prefix=f"{SERVICE}-{config.stage}-{Aws.ACCOUNT_ID}")
        newer = cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN
        self.domain = pool.add_domain("Domain", cognito_domain=prefix, managed_login_version=newer)
        cognito.CfnManagedLoginBranding(
            self,
            "Look",
            user_pool_id=pool.user_pool_id,
            client_id=self.client.user_pool_client_id,
            use_cognito_provided_values=True,
        )
        CfnOutput(scope, "ConsoleClientId", value=self.client.user_pool_client_id)
        CfnOutput(scope, "SignInUrl", value=self.domain.base_url(), description="Origin of the pages to sign in")


def attributes(*, verified: bool = False) -> cognito.ClientAttributes:
    """Return what a learner's token may write; read, if it says whether the address is verified, which is Cognito's to say."""
    return cognito.ClientAttributes().with_standard_attributes(
        email=True, fullname=True, email_verified=verified or None
    )


def _client(pool: cognito.UserPool, origin: str) -> cognito.UserPoolClient:
    return pool.add_client(
        "Console",
        generate_secret=False,  # a browser cannot keep one, so Cognito wants a challenge, which the console sends
        auth_flows=cognito.AuthFlow(
            user_srp=True
        ),  # none would mean Cognito's default, which refreshes without rotation
        o_auth=cognito.OAuthSettings(
            flows=cognito.OAuthFlows(authorization_code_grant=True),
            scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.PROFILE, cognito.OAuthScope.EMAIL],
            callback_urls=[f"{origin}/"],
            logout_urls=[f"{origin}/signed-out"],
        ),
        supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
        prevent_user_existence_errors=True,
        write_attributes=attributes(),
        read_attributes=attributes(verified=True),
        enable_token_revocation=True,
        access_token_validity=Duration.hours(1),
        id_token_validity=Duration.hours(1),
        refresh_token_validity=Duration.days(30),
        refresh_token_rotation_grace_period=Duration.seconds(0),
    )
