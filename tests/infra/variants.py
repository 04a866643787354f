"""Variants of the stages' configuration. A synthesis takes seconds, so options that no test confuses are in one variant."""

from typing import Any

from infra.config import Address

LABEL = "4d8c1f0b7a6e45d29c3b"
DOMAIN = Address(
    name="api.example.com",
    zone_id="Z123",
    zone_name="example.com",
    certificate="arn:aws:acm:us-east-1:123456789012:certificate/here",
    edge_certificate="arn:aws:acm:us-east-1:123456789012:certificate/edge",
    origin_label=LABEL,
)
ORIGINS = ("https://app.example.com", "https://app.example.com:8443")
CONSOLE = "https://d111111abcdef8.cloudfront.net"  # a name of CloudFront's own
COPY_VAULT = "arn:aws:backup:us-west-2:210987654321:backup-vault:progressive-flow"

# Every option of development that is not as the stage has it.
OPTIONS: dict[str, Any] = {
    "admin_second_factor": False,
    "alarms": True,
    "alarms_to": ("on-call@example.com",),
    "console": False,
    "avatar_hosts": ("media.example.com", "images.example.com"),
    "dns_firewall": False,
    "domain": DOMAIN,
    "email": None,
    "mail_from": "no-reply@example.com",
    "origins": ORIGINS,
    "pipeline": False,
    "repository": "owner/name",
    "tracing": True,
}
# Typical changes of production's configuration, all at once.
LATER: dict[str, Any] = {
    "instance": "r7g.2xlarge",
    "memory": 64,
    "storage": 400,
    "max_storage": 4000,
    "log_days": 30,
    "origins": ORIGINS,
    "rate": 5000,
    "burst": 9000,
    "bypass_replica": True,
    "copy_vault": COPY_VAULT,
    "tracing": True,
    "origin_key": 2,
    "requests_per_address": 5000,
}
