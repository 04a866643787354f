"""Permissions on objects of uploads: which function does what below which prefix of their bucket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import aws_iam as iam

from infra.context import StoresRef
from infra.names import media_export
from progressive_flow.content.uploads import places
from progressive_flow.kernel.declarations.models import Capability

# A form or a link is accepted with the permissions of the function that signed it.
OBJECTS: Mapping[Capability, Mapping[str, Sequence[str]]] = {
    Capability.UPLOAD_FORMS: {places.QUARANTINE: ["PutObject"]},
    Capability.UPLOAD_LINKS: {places.MEDIA: ["GetObject"]},
    Capability.UPLOAD_READS: {places.MEDIA: ["GetObject"]},
    Capability.CONTENT_EXPORTS: {places.EXPORTED: ["PutObject"]},
    Capability.CONTENT_EXPORT_LINKS: {places.EXPORTED: ["GetObject"]},
    Capability.UPLOAD_INSPECTION: {places.QUARANTINE: ["GetObject"], places.INSPECTED: ["PutObject"]},
    Capability.UPLOAD_KEEPING: {
        places.QUARANTINE: ["DeleteObject"],
        places.INSPECTED: ["DeleteObject", "GetObject"],
        places.MEDIA: ["DeleteObject", "PutObject"],
    },
}
# Without the permission to list, S3 answers 403 for an object that is gone, and not 404.
LISTING = {Capability.UPLOAD_INSPECTION, Capability.UPLOAD_KEEPING}


def statements(capability: Capability, stores: StoresRef) -> list[iam.PolicyStatement]:
    """Allow the actions of a capability, each below its prefix."""
    found = [
        iam.PolicyStatement(actions=[f"s3:{action}" for action in actions], resources=[f"{stores.media_arn}/{prefix}*"])
        for prefix, actions in OBJECTS[capability].items()
    ]
    if capability in LISTING:
        found.append(iam.PolicyStatement(actions=["s3:ListBucket"], resources=[stores.media_arn]))
    return found


def wildcards(capability: Capability, stage: str) -> list[str]:
    """Return the resources of those actions, as cdk-nag reports them."""
    return [f"{media_export(stage)}/{prefix}*" for prefix in OBJECTS[capability]]
