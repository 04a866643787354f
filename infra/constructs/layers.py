"""The layers, as each stack has them for itself.

A layer version exported by one stack could not change while another uses it; the uploaded file is the same anyway.
"""

from __future__ import annotations

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_lambda as lambda_

from infra.delivery.assets import Assets

RUNTIME = lambda_.Runtime.PYTHON_3_14  # as `bundle.PYTHON`: the newest that SnapStart and every wheel support
ARCHITECTURE = lambda_.Architecture.ARM_64


class Layers:
    """The layer versions of one stack, made when first asked for."""

    def __init__(self, stack: Stack, assets: Assets) -> None:
        self._stack = stack
        self._assets = assets
        self._made: dict[str, lambda_.LayerVersion] = {}

    def code(self) -> list[lambda_.ILayerVersion]:
        """Return what every function imports: third-party distributions and the shared code."""
        return [
            self._layer("Dependencies", self._assets.dependencies()),
            self._layer("Shared", self._assets.shared()),
        ]

    def content(self) -> lambda_.ILayerVersion:
        """Return `sql/`, for what migrates and loads."""
        return self._layer("Content", self._assets.content())

    def _layer(self, name: str, code: lambda_.Code) -> lambda_.LayerVersion:
        if name not in self._made:
            self._made[name] = lambda_.LayerVersion(
                self._stack,
                f"{name}Layer",
                code=code,
                compatible_runtimes=[RUNTIME],
                compatible_architectures=[ARCHITECTURE],
                removal_policy=RemovalPolicy.DESTROY,  # functions keep working on a version that is gone
            )
        return self._made[name]
