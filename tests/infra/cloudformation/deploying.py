"""Deploys a synthesized app into moto: what `cdk bootstrap` and `cdk deploy` do, through boto3."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import boto3

from progressive_flow_local.invocation import ACCOUNT_ID, REGION

BUCKET = f"cdk-hnb659fds-assets-{ACCOUNT_ID}-{REGION}"
PREPARE = "progressive-flow-operations-prepare-cluster"
NO_DOCKER: Any = {"lambda": {"use_docker": False}}
BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"


class Assembly:
    """A cloud assembly."""

    def __init__(self, out: Path) -> None:
        self.out = out
        artifacts = json.loads((out / "manifest.json").read_text())["artifacts"]
        kind = "aws:cloudformation:stack"
        self._stacks: dict[str, Any] = {name: held for name, held in artifacts.items() if held["type"] == kind}

    def order(self) -> list[str]:
        """Return the stacks, each after those that it depends on."""
        found: dict[str, None] = {}

        def visit(name: str) -> None:
            for before in self._stacks[name].get("dependencies", ()):
                if before in self._stacks and before not in found:
                    visit(before)
            found[name] = None

        for name in sorted(self._stacks):
            visit(name)
        return list(found)

    def template(self, stack: str) -> str:
        """Return a stack's template."""
        return (self.out / f"{stack}.template.json").read_text()

    def region(self, stack: str) -> str:
        """Return a stack's region."""
        return str(self._stacks[stack]["environment"]).rpartition("/")[2]

    def types(self) -> set[str]:
        """Return the types of all resources."""
        templates = (json.loads(self.template(stack)) for stack in self._stacks)
        return {resource["Type"] for template in templates for resource in template["Resources"].values()}

    def assets(self) -> Iterator[tuple[str, Path]]:
        """Yield each zipped asset's object key and folder, once."""
        keys: dict[str, Path] = {}
        for stack in self._stacks:
            for held in json.loads((self.out / f"{stack}.assets.json").read_text())["files"].values():
                if held["source"]["packaging"] == "zip":
                    for where in held["destinations"].values():
                        keys[where["objectKey"]] = self.out / held["source"]["path"]
        yield from keys.items()


def bootstrap(assembly: Assembly) -> None:
    """Create the bootstrap bucket and version parameter, and upload the assets."""
    store = boto3.client("s3", region_name=REGION)
    store.create_bucket(Bucket=BUCKET)
    for key, folder in assembly.assets():
        store.put_object(Bucket=BUCKET, Key=key, Body=zipped(folder))
    for region in {assembly.region(stack) for stack in assembly.order()}:
        parameters: Any = boto3.client("ssm", region_name=region)
        parameters.put_parameter(Name=BOOTSTRAP, Value="30", Type="String")


def deploy(assembly: Assembly, stacks: list[str]) -> Mapping[str, str]:
    """Create stacks in order; return each one's status."""
    ended = {}
    for stack in stacks:
        formation: Any = boto3.client("cloudformation", region_name=assembly.region(stack))
        formation.create_stack(StackName=stack, TemplateBody=assembly.template(stack), Capabilities=["CAPABILITY_IAM"])
        ended[stack] = formation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    return ended


def zipped(folder: Path) -> bytes:
    """Return a folder as the archive that a deploy uploads."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return found.getvalue()
