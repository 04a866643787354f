"""The key that CloudFront sends and the API checks: the names of its secret and parameters, and references to their values.

The values are resolved by name, not imported from a stack: CloudFormation does not change an export that is in use.
"""

from __future__ import annotations

from aws_cdk import SecretValue

from infra.config import Config
from infra.names import SERVICE

SECRET = f"{SERVICE}-origin-key"
PARAMETERS = f"/{SERVICE}/origin-keys/"
SENT = f"/{SERVICE}/origin-key-sent"  # a parameter: the generation that CloudFront sends, written after it has changed


def environment(config: Config) -> dict[str, str]:
    """Return the variable with the hashes that an endpoint accepts; nothing without CloudFront.

    Each generation of the key has a parameter of its own, so that a new generation changes the templates.
    """
    return {"ORIGIN_KEYS": f"{{{{resolve:ssm:{PARAMETERS}{config.origin_key}}}}}"} if config.edge else {}


def header_value(config: Config) -> SecretValue:
    """Return the key that CloudFront sends, which CloudFormation resolves."""
    return SecretValue.secrets_manager(SECRET, json_field=str(config.origin_key))
