"""The app: `npx cdk synth -c stage=dev`. It asks nobody for anything, so it synthesizes without credentials or network."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from aws_cdk import App, Tags

from infra import checks
from infra.config import STAGES, Config
from infra.constructs.function import FunctionStack, Ground, OurFunction
from infra.delivery.assets import Assets
from infra.paths import ROOT
from infra.stacks.api import Api, Domain, domains
from infra.stacks.audit import Audit
from infra.stacks.backup import Backup, Vault
from infra.stacks.database import Database
from infra.stacks.delivery import Delivery
from infra.stacks.edge import Edge
from infra.stacks.identity import Identity
from infra.stacks.migrations import Migrations
from infra.stacks.monitoring import Monitoring
from infra.stacks.network import Network
from infra.stacks.origin import Origin
from infra.stacks.restores import Restores
from infra.stacks.schedules import Schedules
from infra.stacks.stores import Stores


@dataclass(frozen=True, slots=True)
class Platform:
    """The stacks that serve, for those that look after them."""

    network: Network
    database: Database
    stores: Stores
    migrations: Migrations
    identity: Identity
    api: Api
    domains: list[Domain]
    schedules: Schedules
    restores: Restores | None
    origin: Origin | None
    edge: Edge | None

    def unattended(self) -> Iterator[OurFunction]:
        """Yield what is neither an endpoint nor a job: operations, triggers, consumers."""
        stacks: list[FunctionStack | None] = [self.migrations, self.identity, self.origin, self.restores]
        yield from (function for stack in stacks if stack for function in stack.functions)
        yield from (consumer.ours for consumer in self.schedules.consumers)


def build(app: App, config: Config, assets: Assets) -> Platform:
    """Put a stage into the app, what is needed first first."""
    network = Network(app, config)
    database = Database(app, config, network)
    stores = Stores(app, config)
    ground = Ground(config, assets, network, database, stores)
    migrations = Migrations(app, ground)
    identity = Identity(app, ground)
    api = Api(app, config, identity)
    restores = Restores(app, ground) if config.backups else None
    ground = replace(ground, pool=identity.pool, checker=restores.checker.live if restores else None)
    jobs = Schedules(app, ground)
    origin, edge = (Origin(app, ground), Edge(app, config, api)) if config.edge else (None, None)
    found = domains(app, ground, api)
    built = Platform(network, database, stores, migrations, identity, api, found, jobs, restores, origin, edge)
    _order(built)
    _look_after(app, config, built)
    Tags.of(app).add("service", "progressive-flow", exclude_resource_types=["AWS::RDS::DBProxyTargetGroup"])
    Tags.of(app).add("stage", config.stage, exclude_resource_types=["AWS::RDS::DBProxyTargetGroup"])
    return built


def _order(built: Platform) -> None:
    """Say what comes before what, where no reference says it."""
    for stack in (*built.domains, built.schedules):
        stack.add_stack_dependency(built.stores, "some work on what is there")
    for stack in (built.identity, *built.domains, built.schedules, *([built.restores] if built.restores else [])):
        stack.add_stack_dependency(built.migrations, "functions switch when the database is ready for them")
    if built.origin and built.edge:
        for stack in built.domains:
            stack.add_stack_dependency(built.origin, "functions check the key that this makes")
            built.edge.add_stack_dependency(stack, "what checks a new key comes before what sends it")


def _look_after(app: App, config: Config, built: Platform) -> None:
    """Put in what nobody needs until something goes wrong."""
    Monitoring(app, config, built)
    if config.backups:
        copies = Vault(app, "backup-copies", config, config.copy_region)
        backup = Backup(app, config, built.database, built.stores)
        backup.add_stack_dependency(copies, "copies need a vault to go to")
        Audit(app, config, built.stores)
    if config.repository:
        Delivery(app, config)


def stage_of(app: App) -> Config:
    """Return the stage that the context names, with the generation of the edge's key if the context asks for another."""
    name = app.node.try_get_context("stage")
    if name not in STAGES:
        raise SystemExit(f"Say which stage: -c stage={'|'.join(STAGES)}. There is no stage {name}.")
    config = STAGES[name]
    generation = app.node.try_get_context("origin-key")
    return replace(config, origin_key=int(generation)) if generation else config


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
    os.chdir(ROOT)
    main()
