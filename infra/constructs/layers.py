"""The Lambda layers, as layer versions of each stack's own.

A layer version that one stack exports could not change while another stack imports it. The uploaded asset is the same.
"""

from __future__ import annotations

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_lambda as lambda_

from infra.delivery.assets import Assets

RUNTIME = lambda_.Runtime.PYTHON_3_14  # equals `bundle.PYTHON`: the newest that SnapStart and every wheel support
ARCHITECTURE = lambda_.Architecture.ARM_64


class Layers:
    """The layer versions of one stack, each created at its first use."""

    def __init__(self, stack: Stack, assets: Assets) -> None:
        self._stack = stack
        self._assets = assets
        self._versions: dict[str, lambda_.LayerVersion] = {}

    def code(self) -> list[lambda_.ILayerVersion]:
        """Return what every function imports: third-party distributions and the shared code."""
        return [
            self._layer("Dependencies", self._assets.dependencies()),
            self._layer("Shared", self._assets.shared()),
        ]

    def content(self) -> lambda_.ILayerVersion:
        """Return `sql/`, for functions that migrate the schema or load reference data."""
        return self._layer("Content", self._assets.content())

    def inspection(self) -> lambda_.ILayerVersion:
        """Return what opens uploads, for the one function that inspects them."""
        return self._layer("Inspection", self._assets.inspection())

    def _layer(self, name: str, code: lambda_.Code) -> lambda_.LayerVersion:
        if name not in self._versions:
            self._versions[name] = lambda_.LayerVersion(
                self._stack,
                f"{name}Layer",
                code=code,
                compatible_runtimes=[RUNTIME],
                compatible_architectures=[ARCHITECTURE],
                removal_policy=RemovalPolicy.DESTROY,  # functions keep running on a deleted layer version
            )
        return self._versions[name]
