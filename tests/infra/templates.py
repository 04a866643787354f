"""The templates of a stage, and lookups in them."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aws_cdk import App

from infra import checks
from infra.app import build, with_example_addresses
from infra.config import STAGES, Config
from infra.delivery.assets import Assets
from infra.paths import ROOT

UPLOADER = "index.handler"  # of the CDK's own function, which uploads the console where there is one
CONTEXT = json.loads((ROOT / "cdk.json").read_text())["context"]


@dataclasses.dataclass(frozen=True)
class Resource:
    """One resource."""

    stack: str
    id: str
    type: str
    properties: dict[str, Any]
    whole: dict[str, Any]


class Templates:
    """All templates of one synthesis, by stack name without stage."""

    def __init__(self, stage: str, out: Path) -> None:
        self.stage, self.out = stage, out
        templates = {
            path.name.removesuffix(".template.json"): json.loads(path.read_text())
            for path in sorted(out.glob("*.template.json"))
        }
        self.by_stack = {
            name.removeprefix(f"progressive-flow-{stage}-"): template for name, template in templates.items()
        }
        self._exports = {
            output["Export"]["Name"]: (stack, output["Value"])
            for stack, template in self.by_stack.items()
            for output in template.get("Outputs", {}).values()
            if "Export" in output
        }

    def all(self, kind: str | None = None) -> Iterator[Resource]:
        for stack, template in self.by_stack.items():
            for name, resource in template["Resources"].items():
                if kind in {None, resource["Type"]}:
                    yield Resource(stack, name, resource["Type"], resource.get("Properties", {}), resource)

    def one(self, kind: str) -> Resource:
        (found,) = self.all(kind)
        return found

    def bus(self, *, isolated: bool = False) -> Resource:
        """Return the platform's event bus, or that of isolated functions."""
        (found,) = (
            bus for bus in self.all("AWS::Events::EventBus") if bus.properties["Name"].endswith("-isolated") is isolated
        )
        return found

    def at(self, stack: str, reference: Any) -> Resource:
        """Return the resource that a Ref, a GetAtt or an import in a stack refers to."""
        if "Fn::ImportValue" in reference:
            return self.at(*self._exports[reference["Fn::ImportValue"]])
        name = reference["Ref"] if "Ref" in reference else reference["Fn::GetAtt"][0]
        resource = self.by_stack[stack]["Resources"][name]
        return Resource(stack, name, resource["Type"], resource.get("Properties", {}), resource)

    def called(self, stack: str, reference: Any) -> Resource:
        """Return the function behind a reference to its alias `live`."""
        found = self.at(stack, reference)
        assert found.type == "AWS::Lambda::Alias"
        assert found.properties["Name"] == "live"
        return self.at(stack, found.properties["FunctionName"])

    def followed(self, value: Any) -> Any:
        """Return a value with every import replaced by the exported value."""
        if isinstance(value, dict):
            if "Fn::ImportValue" in value:
                return self.followed(self._exports[value["Fn::ImportValue"]][1])
            return {key: self.followed(item) for key, item in value.items()}
        return [self.followed(item) for item in value] if isinstance(value, list) else value

    def function(self, name: str) -> Resource:
        (found,) = (
            resource
            for resource in self.all("AWS::Lambda::Function")
            if resource.properties.get("FunctionName") == name
        )
        return found

    def role_of(self, function: Resource) -> Resource:
        return self.at(function.stack, function.properties["Role"])


def synthesize(
    stage: str, folder: Path, *, checked: bool = False, validated: bool = False, **changes: Any
) -> Templates:
    """Synthesize a stage in this process, with `changes` to its configuration."""
    config: Config = dataclasses.replace(with_example_addresses(STAGES[stage]), **changes)
    out = folder / f"out-{stage}-{'-'.join(changes)}{checked:d}{validated:d}"
    quick = None if validated else False  # the schemas' check takes three times as long as the rest
    app = App(context={**CONTEXT, "stage": stage}, outdir=str(out), builtin_cloud_formation_validation=quick)
    build(app, config, Assets(folder / "assets", wheels=False, console=built_console(folder / "console")))
    if checked:
        checks.check(app)
    app.synth()
    return Templates(stage, out)


def built_console(folder: Path) -> Path:
    """Make a folder with the files that the console's build has."""
    files = {
        "index.html": "<!doctype html><script type=module src=/assets/app-4f2a.js></script>",
        "assets/app-4f2a.js": "document.title = 'Progressive Flow'",
        "preview.html": "<!doctype html>",
        "config.json": '{"authority": "of a developer"}',
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder
