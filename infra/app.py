"""The CDK app: `npx cdk synth -c stage=dev`. It looks nothing up, so it synthesizes without credentials or network."""

from __future__ import annotations

import os
from dataclasses import replace

from aws_cdk import App, Tags

from infra import checks
from infra.config import STAGES, Config, Sender
from infra.context import StageContext
from infra.delivery.assets import Assets
from infra.names import SERVICE
from infra.paths import ROOT
from infra.platform import Platform
from infra.stacks.api import Api
from infra.stacks.audit import Audit
from infra.stacks.backup import Backup, Vault
from infra.stacks.database import Database
from infra.stacks.delivery import Delivery
from infra.stacks.edge import Edge
from infra.stacks.endpoints import endpoint_stacks
from infra.stacks.events import Events
from infra.stacks.identity import Identity
from infra.stacks.migrations import Migrations
from infra.stacks.monitoring import Monitoring
from infra.stacks.network import Network
from infra.stacks.origin import Origin
from infra.stacks.proof import Proof
from infra.stacks.restores import Restores
from infra.stacks.schedules import Schedules, job_stacks
from infra.stacks.stores import Stores
from infra.stacks.uploads import Uploads


def build(app: App, config: Config, assets: Assets) -> Platform:
    """Build the stacks in dependency order."""
    network = Network(app, config)
    database = Database(app, config, network)
    stores = Stores(app, config)
    context = StageContext(config, assets, network.ref, database.ref, stores.ref)
    migrations = Migrations(app, context)
    proof = Proof(app, context)
    identity = Identity(app, proof.context)
    api = Api(app, config, identity)
    restores = Restores(app, context) if config.backups else None
    context = replace(context, user_pool=identity.pool, restore_checker=restores.checker.live if restores else None)
    schedules, events, uploads = Schedules(app, config), Events(app, context), Uploads(app, context)
    jobs = job_stacks(app, context, schedules.failures)
    origin, edge = (Origin(app, context), Edge(app, context, api, identity.sign_in)) if config.edge else (None, None)
    endpoints = endpoint_stacks(app, context, api)
    platform = Platform(
        network=network,
        database=database,
        stores=stores,
        migrations=migrations,
        proof=proof,
        identity=identity,
        api=api,
        endpoints=endpoints,
        schedules=schedules,
        jobs=jobs,
        events=events,
        uploads=uploads,
        restores=restores,
        origin=origin,
        edge=edge,
    )
    _add_dependencies(platform)
    _add_operations(app, config, platform)
    _add_tags(app, config)
    return platform


def _add_dependencies(platform: Platform) -> None:
    """Declare the order of deployment where no reference between stacks implies it."""
    for stack in (*platform.endpoints, *platform.jobs, platform.events, platform.uploads):
        stack.add_stack_dependency(platform.stores, "functions use the bus and the buckets")
    migrated = (platform.identity, *platform.endpoints, *platform.jobs, platform.events)
    for stack in (*migrated, *([platform.restores] if platform.restores else [])):
        stack.add_stack_dependency(platform.migrations, "functions are updated after the database schema")
    platform.proof.add_stack_dependency(platform.migrations, "the table of keys is there")
    for stack in migrated:
        stack.add_stack_dependency(platform.proof, "the database accepts the key before a token is signed with it")
    if platform.origin and platform.edge:
        for stack in platform.endpoints:
            stack.add_stack_dependency(platform.origin, "functions check the key that this stack creates")
            platform.edge.add_stack_dependency(stack, "functions accept a new key before CloudFront sends it")


def _add_operations(app: App, config: Config, platform: Platform) -> None:
    """Add the stacks that operate the platform: monitoring, backups, audit trail and delivery."""
    Monitoring(app, config, platform.monitored())
    if config.backups:
        copies = Vault(app, "backup-copies", config, config.copy_region)
        backup = Backup(app, config, platform.database, platform.stores)
        backup.add_stack_dependency(copies, "copies need a vault in the other region")
        site = platform.edge.console if platform.edge else None
        Audit(app, config, platform.stores, site.bucket if site else None)
    if config.repository:
        Delivery(app, config)


def _add_tags(app: App, config: Config) -> None:
    untagged = ["AWS::RDS::DBProxyTargetGroup"]  # CloudFormation accepts no tags on it
    Tags.of(app).add("service", SERVICE, exclude_resource_types=untagged)
    Tags.of(app).add("stage", config.stage, exclude_resource_types=untagged)


def stage_of(app: App) -> Config:
    """Return the stage named by the context value `stage`.

    `origin-key` and `proof-key` select generations of the keys; `protection=off` leaves deletion protection away.
    """
    name = app.node.try_get_context("stage")
    if name not in STAGES:
        raise SystemExit(f"Unknown stage {name}. Choose one: -c stage={'|'.join(STAGES)}.")
    config = STAGES[name]
    if generation := app.node.try_get_context("origin-key"):
        config = replace(config, origin_key=int(generation))
    if generation := app.node.try_get_context("proof-key"):
        config = replace(config, proof_key=int(generation))
    if app.node.try_get_context("protection") == "off":
        config = replace(config, deletion_protection=False)
    return config


def with_example_addresses(config: Config) -> Config:
    """Return a stage with example addresses where its own are missing: for a synthesis that nobody deploys."""
    return replace(
        config,
        alarms_to=config.alarms_to or ("alarms@example.com",),
        email=config.email or Sender("no-reply@example.com"),
    )


def complete(app: App, config: Config) -> Config:
    """Return the stage if it may be deployed; refuse one whose alarms or sign-ups would reach nobody.

    The context value `example-addresses` fills in what is missing, unless an account is named.
    """
    if app.node.try_get_context("example-addresses") and not app.node.try_get_context("account"):
        return with_example_addresses(config)
    if missing := config.missing():
        raise SystemExit(f"{config.stage} needs {' and '.join(missing)}: set them in infra/config.py.")
    return config


def set_zones(app: App, config: Config) -> None:
    """Set the availability zones of a given account as context, or the CDK would look them up in AWS."""
    if account := app.node.try_get_context("account"):
        app.node.set_context(f"availability-zones:account={account}:region={config.region}", list(config.zones))


def main() -> None:
    """Synthesize the stage that the context names, with cdk-nag's checks."""
    app = App()
    config = complete(app, stage_of(app))
    set_zones(app, config)
    build(app, config, Assets(ROOT / "build" / "assets" / config.stage, region=config.region))
    checks.check(app)
    app.synth()


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
