"""The synth command: its stages, its output and its exit status."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App

from infra import synth
from infra.app import build, complete, set_zones, stage_of
from infra.config import STAGES, Sender
from infra.delivery.assets import Assets
from tests.infra.conftest import Synthesized
from tests.infra.templates import CONTEXT


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """Replace the CDK CLI, and write a template in its place."""
    calls: list[Any] = []

    def run(command: list[str], **options: Any) -> None:
        calls.append((command, options))
        out = Path(command[command.index("--output") + 1])
        out.mkdir(parents=True)
        stage = command[command.index("--context") + 1].partition("=")[2]
        resources = dict.fromkeys(map(str, range(400 if stage == "prod" else 3)))
        (out / f"progressive-flow-{stage}-network.template.json").write_text(json.dumps({"Resources": resources}))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(synth, "ROOT", tmp_path)
    return calls


def test_it_prints_each_stack_and_its_size(ran: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert synth.main(["dev", "staging"]) == 0
    said = capsys.readouterr().out
    assert "progressive-flow-dev-network" in said
    assert "   3 resources" in said
    assert [command[command.index("--context") + 1] for command, _ in ran] == ["stage=dev", "stage=staging"]


def test_a_stack_of_before_is_not_counted(ran: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = tmp_path / "cdk.out" / "dev" / "progressive-flow-dev-gone.template.json"
    gone.parent.mkdir(parents=True)
    gone.write_text('{"Resources": {}}')
    assert synth.main(["dev"]) == 0
    assert "gone" not in capsys.readouterr().out


def test_it_fails_where_a_stack_is_too_large(ran: list[Any]) -> None:
    assert synth.main(["prod"]) == 1


def test_it_looks_nothing_up(ran: list[Any]) -> None:
    synth.main(["dev"])
    command, options = ran[0]
    assert command[:4] == ["npx", "--no-install", "cdk", "synth"]
    assert {"--no-lookups", "--no-notices"} <= set(command)
    assert options["env"]["CDK_DISABLE_CLI_TELEMETRY"] == "true"


def test_the_stage_must_exist() -> None:
    assert stage_of(App(context={"stage": "prod"})) is STAGES["prod"]
    with pytest.raises(SystemExit, match=r"Unknown stage live.*stage=dev\|staging\|prod"):
        stage_of(App(context={"stage": "live"}))


def test_stages_have_their_keys_as_names_and_increasing_protection() -> None:
    assert [config.stage for config in STAGES.values()] == list(STAGES) == ["dev", "staging", "prod"]
    days = [config.backup_days for config in STAGES.values()]
    assert days == sorted(days)
    assert [config.keeps_data for config in STAGES.values()] == [False, False, True]
    protected = [config.deletion_protection for config in STAGES.values()]
    assert protected == [False, False, True]


def deployable(**context: str) -> App:
    return App(context={"stage": "prod", **context})


def test_a_stage_with_peoples_data_needs_addresses_for_alarms_and_mail() -> None:
    with pytest.raises(SystemExit, match=r"prod needs alarms_to and email: set them in infra/config\.py"):
        complete(deployable(), STAGES["prod"])
    assert complete(deployable(), STAGES["dev"]) is STAGES["dev"]
    reached = replace(STAGES["prod"], alarms_to=("on-call@example.org",), email=Sender("no-reply@example.org"))
    assert complete(deployable(), reached) is reached


def test_example_addresses_are_for_a_synthesis_without_an_account(ran: list[Any]) -> None:
    synth.main(["prod"])
    assert "example-addresses=yes" in ran[0][0]
    filled = complete(deployable(**{"example-addresses": "yes"}), STAGES["prod"])
    assert (filled.alarms_to, filled.missing()) == (("alarms@example.com",), [])
    with pytest.raises(SystemExit, match="alarms_to and email"):
        complete(deployable(account="123456789012", **{"example-addresses": "yes"}), STAGES["prod"])


def test_protection_is_left_away_at_a_first_deployment() -> None:
    assert stage_of(deployable(protection="off")) == replace(STAGES["prod"], deletion_protection=False)


def accounts(out: Path) -> set[str]:
    """Return the accounts of a synthesis' stacks, once it is sure that nothing has to be looked up."""
    manifest = json.loads((out / "manifest.json").read_text())
    assert "missing" not in manifest
    environments = [made["environment"] for made in manifest["artifacts"].values() if "environment" in made]
    return {environment.removeprefix("aws://").partition("/")[0] for environment in environments}


def test_without_an_account_nothing_is_looked_up(synthesized: Synthesized) -> None:
    assert accounts(synthesized("dev").out) == {"unknown-account"}


def test_an_account_can_be_given_without_lookups(folder: Path) -> None:
    out = folder / "account"
    app = App(context=CONTEXT | {"account": "123456789012"}, outdir=str(out), builtin_cloud_formation_validation=False)
    set_zones(app, STAGES["dev"])
    build(app, STAGES["dev"], Assets(folder / "assets", wheels=False))
    app.synth()
    assert accounts(out) == {"123456789012"}
