"""The app: `npx cdk synth -c stage=dev`. It asks nobody for anything, so it synthesizes without credentials or network."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from aws_cdk import App, Tags

from infra import checks
from infra.api import Api, Domain, domains
from infra.assets import Assets
from infra.bundle import ROOT
from infra.config import STAGES, Config
from infra.database import Database
from infra.function import Ground
from infra.identity import Identity
from infra.migrations import Migrations
from infra.network import Network
from infra.schedules import Schedules
from infra.stores import Stores


@dataclass(frozen=True, slots=True)
class Platform:
    """All stacks of a stage: what monitoring, an edge and backups will be given to look at."""

    network: Network
    database: Database
    stores: Stores
    migrations: Migrations
    identity: Identity
    api: Api
    domains: list[Domain]
    schedules: Schedules


def build(app: App, config: Config, assets: Assets) -> Platform:
    """Put a stage into the app, what is needed first first."""
    network = Network(app, config)
    database = Database(app, config, network)
    stores = Stores(app, config)
    ground = Ground(config, assets, network, database, stores)
    migrations = Migrations(app, ground)
    identity = Identity(app, ground)
    api = Api(app, config, identity)
    ground = replace(ground, pool=identity.pool)
    jobs = Schedules(app, ground)
    built = Platform(network, database, stores, migrations, identity, api, domains(app, ground, api), jobs)
    for stack in (*built.domains, jobs):
        stack.add_stack_dependency(stores, "some work on what is there")
    for stack in (identity, *built.domains, built.schedules):
        stack.add_stack_dependency(migrations, "functions switch when the database is ready for them")
    Tags.of(app).add("service", "progressive-flow", exclude_resource_types=["AWS::RDS::DBProxyTargetGroup"])
    Tags.of(app).add("stage", config.stage, exclude_resource_types=["AWS::RDS::DBProxyTargetGroup"])
    return built


def stage_of(app: App) -> Config:
    """Return the stage that the context names."""
    name = app.node.try_get_context("stage")
    if name not in STAGES:
        raise SystemExit(f"Say which stage: -c stage={'|'.join(STAGES)}. There is no stage {name}.")
    return STAGES[name]


def know_zones(app: App, config: Config) -> None:
    """Tell the CDK the zones of a given account, which it would ask AWS for although the network names them."""
    if account := app.node.try_get_context("account"):
        app.node.set_context(f"availability-zones:account={account}:region={config.region}", list(config.zones))


def main() -> None:
    """Synthesize the stage that the context names, checked."""
    app = App()
    config = stage_of(app)
    know_zones(app, config)
    build(app, config, Assets(ROOT / "build" / "assets" / config.stage, region=config.region))
    checks.check(app)
    app.synth()


if __name__ == "__main__":
    os.chdir(Path(__file__).parents[1])
    main()
